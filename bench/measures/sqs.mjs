import { alternate } from '../harness/alternate.mjs';
import { callAws } from '../harness/aws-request.mjs';
import { rateRow } from '../harness/rows.mjs';
import { withServers } from '../harness/servers.mjs';

const BYTES = 1024;
const BATCH = 10;
const CALLERS = [1, 8];
const OPERATIONS = [
  { kind: 'send-message', measure: 'SendMessage' },
  { kind: 'send-message-batch', measure: 'SendMessageBatch of 10' },
  { kind: 'receive-and-delete', measure: 'ReceiveMessage and DeleteMessageBatch of 10' },
];

/** The operations that move messages of 1 KiB. */
export function measureSqs(settings) {
  return withServers({ settings, service: 'sqs' }, async (world) => {
    const rows = [];
    for (const operation of OPERATIONS)
      for (const callers of CALLERS)
        rows.push(await measureOperation(world, { ...operation, callers, settings }));
    return rows;
  });
}

async function measureOperation(world, { kind, ...about }) {
  const { callers, settings, measure } = about;
  const { client, product } = world;
  const queues = await world.each(async (server) => ({
    port: server.port,
    url: await createQueue(server.port, `${kind}-${callers}`),
  }));
  const prepare = (name, what = kind) =>
    client.prepare({ kind: what, options: { queueUrl: queues[name].url, bytes: BYTES } });
  const receives = kind === 'receive-and-delete';
  /** Puts as many batches into the queue as are to be received from it. */
  const fill = async (name, conversations) => {
    await prepare(name, 'send-message-batch');
    await client.run({ port: queues[name].port, callers: 8, conversations });
  };

  if (receives) await fill('product', 1);
  await prepare('product');
  const answers = await sampleAnswers(client, product, receives);
  const { rounds, runMs, warmUpMs, quick } = settings;
  const conversations = quick ? 20 : 1000;
  // Receiving ends with the queue; the floor has no end.
  const limits = (durationMs) => (name) =>
    receives && name !== 'floor' ? { conversations } : { durationMs };
  const runs = await alternate(await world.sides(answers), {
    client,
    callers,
    rounds,
    warmUp: limits(warmUpMs),
    job: limits(runMs),
    prepareRun: async (name) => {
      if (name === 'floor') return prepare('product');
      if (receives) await fill(name, conversations);
      return prepare(name);
    },
  });
  return rateRow(runs, {
    measure: `${measure}, callers: ${callers}`,
    unit: 'messages/s',
    bar: { atLeast: 0.5 },
  });
}

async function createQueue(port, QueueName) {
  const { QueueUrl } = await callAws(
    port,
    { service: 'sqs', operation: 'CreateQueue' },
    { QueueName },
  );
  return QueueUrl;
}

async function sampleAnswers(client, { port }, receives) {
  const [first, second] = await client.sample({ port, count: receives ? 2 : 1 });
  if (!receives) return { '': first };
  const { Messages } = JSON.parse(first.toString());
  if (Messages.length !== BATCH) throw new Error(`Received ${Messages.length} messages.`);
  return { 'AmazonSQS.ReceiveMessage': first, 'AmazonSQS.DeleteMessageBatch': second };
}
