import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How AWS says no: to services of JSON, to Lambda, and to S3, which does not say to what. */
const MESSAGE = 'User: arn:aws:iam::000000000000:user/me is not authorized to perform this';
const XML =
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/**
 * An endpoint in front of another one, which refuses some operations as AWS does: `refusal` answers
 * the name of the error, or nothing. Operations are named by their target
 * (`Kinesis_20131202.GetRecords`), or, for REST services, by method and path (`GET /bucket`).
 */
export async function denyingEndpoint(
  behind: string,
  refusal: (operation: string) => string | undefined,
): Promise<{ readonly endpoint: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer((asked, answer) => {
    const target = asked.headers['x-amz-target'];
    const name = refusal(`${target ?? `${asked.method} ${asked.url}`}`);
    if (name !== undefined) return deny(name, asked, answer);
    const { method, headers } = asked;
    const passed = request(`${behind}${asked.url}`, { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deny(name: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { headers, url = '', method } = asked;
  const isJson = headers['x-amz-target'] !== undefined;
  if (isJson || url.startsWith('/2015-03-31/')) {
    answer.writeHead(isJson ? 400 : 403, { 'x-amzn-errortype': name });
    answer.end(JSON.stringify({ __type: name, message: MESSAGE }));
    return;
  }
  answer.writeHead(403, { 'content-type': 'application/xml' });
  answer.end(method === 'HEAD' ? undefined : XML);
}
