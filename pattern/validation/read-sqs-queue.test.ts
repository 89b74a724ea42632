import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runScript } from '../testing/run-script.ts';

const SCRIPT = fileURLToPath(new URL('read-sqs-queue.sh', import.meta.url));
const URL_OF_QUEUE = 'http://127.0.0.1:4566/000000000000/AnomalyDataQueue';

const ANOMALY = JSON.stringify({
  requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 6 },
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
  KinesisBatchInfo: { startSequenceNumber: '49', note: 'a "b", {c}: \\ d', none: [{}, []] },
});
const MESSAGES = [
  ['handle-1', 'id-1', ANOMALY],
  ['-handle/2+==', 'id-2', 'plain, "text"'],
];

/** Answers as the AWS CLI does; the messages come with the first look, none with the second. */
function fakeAws(messages: readonly string[][]) {
  const answer = JSON.stringify(messages, null, 4);
  return {
    version: '1.45.11',
    answers: `case $2 in
  get-queue-url) echo ${URL_OF_QUEUE} ;;
  receive-message)
    if [ -e "$FAKE_AWS_FOLDER/looked" ] || [ '${messages.length}' = 0 ]; then echo null; exit; fi
    : > "$FAKE_AWS_FOLDER/looked"
    cat <<'ANSWER'
${answer}
ANSWER
    ;;
esac`,
  };
}

test('each message is printed with one member a line', async () => {
  const { status, stdout, stderr } = await runScript(SCRIPT, { aws: fakeAws(MESSAGES) });
  expect(status).toBe(0);
  expect(stdout).toBe(
    `\nMessage id-1\n${JSON.stringify(JSON.parse(ANOMALY), null, 2)}\n` +
      '\nMessage id-2\nplain, "text"\n',
  );
  expect(stderr).toContain('Read: 2. They stay in the queue.');
});

test('the queue is found by its name, and waited for with a long poll', async () => {
  const { calls } = await runScript(SCRIPT, { aws: fakeAws([]) });
  expect(calls.map((call) => call[1])).toEqual(['get-queue-url', 'receive-message']);
  expect(calls[0]).toEqual(expect.arrayContaining(['--queue-name', 'AnomalyDataQueue']));
  expect(calls[1]).toEqual(
    expect.arrayContaining(['--queue-url', URL_OF_QUEUE, '--wait-time-seconds', '20']),
  );
});

test('what was read is shown again, and not deleted', async () => {
  const { calls } = await runScript(SCRIPT, { aws: fakeAws(MESSAGES) });
  const shown = calls.filter((call) => call[1] === 'change-message-visibility');
  expect(shown.map((call) => call[4])).toEqual([
    '--receipt-handle=handle-1',
    '--receipt-handle=-handle/2+==',
  ]);
  for (const call of shown) expect(call.slice(5, 7)).toEqual(['--visibility-timeout', '0']);
  expect(calls.some((call) => call[1] === 'delete-message')).toBe(false);
});

test('with --delete, what was printed is deleted', async () => {
  const options = { aws: fakeAws(MESSAGES), arguments: ['--delete'] };
  const { calls, stdout, stderr } = await runScript(SCRIPT, options);
  expect(stdout).toContain('RetryAttemptsExhausted');
  expect(stderr).toContain('Read and deleted: 2.');
  const deleted = calls.filter((call) => call[1] === 'delete-message');
  expect(deleted.map((call) => call.at(-1))).toEqual([
    '--receipt-handle=handle-1',
    '--receipt-handle=-handle/2+==',
  ]);
  expect(calls.some((call) => call[1] === 'change-message-visibility')).toBe(false);
});

test('what was read is shown again when a later look fails', async () => {
  const aws = fakeAws(MESSAGES);
  const answers = aws.answers.replace('echo null; exit;', 'echo broken >&2; exit 254;');
  const { calls, status, stderr } = await runScript(SCRIPT, { aws: { ...aws, answers } });
  expect(status).not.toBe(0);
  expect(stderr).toContain('broken');
  expect(calls.filter((call) => call[1] === 'change-message-visibility')).toHaveLength(2);
});

test('every call goes to the endpoint of the environment', async () => {
  const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  const { calls } = await runScript(SCRIPT, { aws: fakeAws(MESSAGES), environment });
  for (const call of calls) {
    expect(call.slice(-2)).toEqual(['--endpoint-url', 'http://127.0.0.1:4566']);
  }
});

test('an empty queue is no failure', async () => {
  const { status, stderr } = await runScript(SCRIPT, { aws: fakeAws([]) });
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('No message came.'),
  });
});

test('it says what to look at when the queue is missing', async () => {
  const aws = { version: '2.31.0', answers: 'echo NonExistentQueue >&2; exit 254' };
  const { status, stderr } = await runScript(SCRIPT, { aws });
  expect(status).toBe(1);
  expect(stderr).toMatch(/NonExistentQueue[\s\S]*AnomalyDataQueue was not found at AWS/);
});

test('it says so when the AWS CLI is missing', async () => {
  expect(await runScript(SCRIPT, { aws: 'missing' })).toMatchObject({ status: 127 });
});

test.each([['--delte'], ['--delete', 'now']])('%s is refused', async (...wrong) => {
  const options = { aws: fakeAws(MESSAGES), arguments: wrong };
  expect(await runScript(SCRIPT, options)).toMatchObject({ status: 2, calls: [] });
});
