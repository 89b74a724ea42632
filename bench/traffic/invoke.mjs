import { awsRequest } from '../harness/aws-request.mjs';
import { repeated } from './repeated.mjs';

/** Invoke with an event of about 1 KiB. */
export function invoke({ functionName, bytes }) {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const event = { id: 1, payload: 'x'.repeat(bytes - 21) };
  return repeated([awsRequest({ service: 'lambda', path }, event)], {
    wrong: (answer) =>
      answer.body().toString() === 'null' ? undefined : `Answered ${answer.body()}`,
  });
}
