import { callAws } from './aws-request.mjs';
import { waitFor } from './wait.mjs';

const PATH = '/2015-03-31/event-source-mappings';

const mappings = (method, path = '/') => ({ service: 'lambda', method, path: `${PATH}${path}` });

/** Lets a function read a stream from its beginning on; answers how to end that. */
export async function createMapping(port, { streamName, functionName, batchSize }) {
  const { UUID } = await callAws(port, mappings('POST'), {
    EventSourceArn: `arn:aws:kinesis:us-east-1:000000000000:stream/${streamName}`,
    FunctionName: functionName,
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: batchSize,
  });
  return async () => {
    await callAws(port, mappings('DELETE', `/${UUID}`));
    await waitFor('The end of the mapping', async () => {
      const { EventSourceMappings } = await callAws(port, mappings('GET'));
      return EventSourceMappings.some((each) => each.UUID === UUID) ? undefined : true;
    });
  };
}
