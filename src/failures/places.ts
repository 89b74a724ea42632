import { parseArn } from '../aws/arn.ts';
import type { Plan } from '../template/plan.ts';
import { awsCall, codeOf } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import { FailuresError } from './failures-error.ts';
import { type DeployedMapping, templateDestinations } from './template-destinations.ts';

/** Somewhere that failure messages are kept. */
export type Place =
  | { readonly type: 'queue'; readonly queueUrl: string }
  | { readonly type: 'bucket'; readonly bucket: string; readonly prefix?: string };

export interface Places {
  readonly places: readonly Place[];
  readonly notes: readonly string[];
}

/** What a person may name; nothing at all stands for every mapping of the account and region. */
export interface PlacesWanted {
  /** A queue's name, URL or ARN, or `s3://bucket/prefix`. */
  readonly place?: string | undefined;
  readonly plan?: Plan | undefined;
  readonly mapping?: string | undefined;
}

/** @throws FailuresError for a place that is not there, or of a kind that cannot be read */
export async function findPlaces(clients: AwsClients, wanted: PlacesWanted): Promise<Places> {
  const { place, plan, mapping } = wanted;
  if (place?.startsWith('s3://')) return { places: [bucketOf(place)], notes: [] };
  if (place !== undefined) return { places: [await queueOf(clients, place)], notes: [] };
  if (plan) return placesOfTemplate(clients, plan);
  if (mapping !== undefined) {
    return destinations(clients, [await mappingDestination(clients, mapping)]);
  }
  const deployed = await deployedMappings(clients);
  return destinations(
    clients,
    deployed.flatMap(({ destination }) => destination ?? []),
  );
}

/** What the Lambda API does not tell, the template's own names do. */
async function placesOfTemplate(clients: AwsClients, plan: Plan): Promise<Places> {
  let deployed: readonly DeployedMapping[] = [];
  const notes: string[] = [];
  try {
    deployed = await deployedMappings(clients);
  } catch (error) {
    if (codeOf(error) === 'Unreachable' || codeOf(error) === 'NoCredentials') throw error;
    notes.push(`${(error as Error).message} The names of the template are used as they are.`);
  }
  const found = await destinations(clients, templateDestinations(plan, deployed), plan);
  return { places: found.places, notes: [...notes, ...found.notes] };
}

function bucketOf(uri: string): Place {
  const [bucket = '', ...prefix] = uri.slice('s3://'.length).split('/');
  if (bucket === '') throw new FailuresError('Invalid', `${uri} names no bucket.`);
  const key = prefix.join('/');
  return key === '' ? { type: 'bucket', bucket } : { type: 'bucket', bucket, prefix: key };
}

async function queueOf(clients: AwsClients, text: string): Promise<Place> {
  if (/^https?:\/\//.test(text)) {
    await checkRegion(clients, text, /^https?:\/\/sqs\.([a-z0-9-]+)\./.exec(text)?.[1]);
    return { type: 'queue', queueUrl: text };
  }
  const arn = parseArn(text);
  if (arn) await checkRegion(clients, text, arn.region);
  if (arn && arn.service !== 'sqs') {
    throw new FailuresError('NotSupported', `${text} is no queue: name the queue, or s3://bucket.`);
  }
  return urlOf(clients, arn?.resource ?? text, arn?.account);
}

async function urlOf(clients: AwsClients, name: string, account?: string): Promise<Place> {
  if (name.endsWith('.fifo')) {
    throw new FailuresError(
      'NotSupported',
      `${name} is a FIFO queue, which Lambda does not take as the destination of a stream.`,
    );
  }
  const client = await clients.sqs();
  const { GetQueueUrlCommand } = await import('@aws-sdk/client-sqs');
  const command = new GetQueueUrlCommand({
    QueueName: name,
    ...(account !== undefined && { QueueOwnerAWSAccountId: account }),
  });
  const what = `Looking for the queue ${name} in ${await clients.region()}`;
  const { QueueUrl = '' } = await awsCall(what, client.send(command));
  return { type: 'queue', queueUrl: QueueUrl };
}

async function checkRegion(clients: AwsClients, text: string, region?: string): Promise<void> {
  if (!region || region === (await clients.region())) return;
  throw new FailuresError('Invalid', `${text} is in another region. Give --region ${region}.`);
}

async function mappingDestination(clients: AwsClients, uuid: string): Promise<string> {
  const client = await clients.lambda();
  const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda');
  const command = new GetEventSourceMappingCommand({ UUID: uuid });
  const mapping = await awsCall(`Looking for the mapping ${uuid}`, client.send(command));
  const arn = mapping.DestinationConfig?.OnFailure?.Destination;
  if (arn) return arn;
  throw new FailuresError('NotFound', `The mapping ${uuid} has no failure destination.`);
}

/** The event source mappings of Kinesis streams in this account and region. */
async function deployedMappings(clients: AwsClients): Promise<DeployedMapping[]> {
  const client = await clients.lambda();
  const { paginateListEventSourceMappings } = await import('@aws-sdk/client-lambda');
  const list = async () => {
    const found: DeployedMapping[] = [];
    for await (const page of paginateListEventSourceMappings({ client }, {})) {
      for (const mapping of page.EventSourceMappings ?? []) {
        const { EventSourceArn = '', FunctionArn: functionArn = '', DestinationConfig } = mapping;
        if (parseArn(EventSourceArn)?.service !== 'kinesis') continue;
        found.push({ functionArn, destination: DestinationConfig?.OnFailure?.Destination });
      }
    }
    return found;
  };
  return awsCall('Listing the event source mappings (name a queue to do without)', list());
}

/** The places behind the ARNs of destinations, each of them once. */
async function destinations(
  clients: AwsClients,
  arns: readonly string[],
  plan?: Plan,
): Promise<Places> {
  const notes: string[] = [];
  const places: Place[] = [];
  if (arns.length === 0) {
    const where = plan ? 'of the template' : `in ${await clients.region()}`;
    throw new FailuresError(
      'NotFound',
      `No mapping of a Kinesis stream ${where} has a failure destination.`,
    );
  }
  for (const arn of new Set(arns)) {
    const { service = '', resource = '' } = parseArn(arn) ?? {};
    if (service === 's3') places.push({ type: 'bucket', bucket: resource });
    const queues = service === 'sns' ? subscribers(plan, arn) : service === 'sqs' ? [arn] : [];
    if (service === 'sns' && queues.length === 0) {
      notes.push(
        `${arn} is a topic: name the queue that subscribes to it, or give the --template that has both.`,
      );
    }
    for (const queue of queues) {
      try {
        const { resource: name = queue, account } = parseArn(queue) ?? {};
        places.push(await urlOf(clients, name, account));
      } catch (error) {
        if (codeOf(error) !== 'NotFound') throw error;
        const advice = plan ? ' Give --stack-name as it was deployed, or name the queue.' : '';
        notes.push(`There is no queue ${parseArn(queue)?.resource} here.${advice}`);
      }
    }
  }
  if (places.length === 0) throw new FailuresError('NotFound', notes.join(' '));
  return { places: distinct(places), notes };
}

function subscribers(plan: Plan | undefined, topicArn: string): string[] {
  const own = plan?.topics.find(({ arn }) => arn === topicArn)?.subscriptions ?? [];
  const others = plan?.subscriptions.filter((one) => one.topicArn === topicArn) ?? [];
  const queues = [...own, ...others].filter(({ protocol }) => protocol === 'sqs');
  return queues.map(({ endpoint }) => endpoint);
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
