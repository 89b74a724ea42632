// Requests as AWS's clients send them, as bytes, and single calls to set something up.
import { HttpConnection } from './http-connection.mjs';

const TARGETS = {
  kinesis: { prefix: 'Kinesis_20131202', type: 'application/x-amz-json-1.1' },
  sqs: { prefix: 'AmazonSQS', type: 'application/x-amz-json-1.0' },
  lambda: { type: 'application/json' },
};

/** Well-formed, with a signature of nothing: nobody here checks it, some ask that it is there. */
const authorization = (service) =>
  `AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/${service}/aws4_request, ` +
  `SignedHeaders=host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`;

function head({ service, operation, method = 'POST', path = '/' }, bodyBytes) {
  const { prefix, type } = TARGETS[service];
  const target = prefix ? [`X-Amz-Target: ${prefix}.${operation}`] : [];
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Content-Type: ${type}`,
    `Content-Length: ${bodyBytes}`,
    ...target,
    'X-Amz-Date: 20260101T000000Z',
    `Authorization: ${authorization(service)}`,
    '\r\n',
  ].join('\r\n');
}

/** A whole request: `operation` of an AWS JSON service, or `path` of a REST one. */
export function awsRequest(what, input) {
  const body = Buffer.from(JSON.stringify(input ?? {}));
  return Buffer.concat([Buffer.from(head(what, body.length), 'latin1'), body]);
}

/** Calls once, over a connection of its own. @throws Error with what was answered, if not 2xx */
export async function callAws(port, what, input) {
  const connection = new HttpConnection(port);
  try {
    const answer = await connection.send(awsRequest(what, input));
    const text = answer.body().toString();
    if (answer.status >= 300)
      throw new Error(`${what.operation ?? what.path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  } finally {
    connection.close();
  }
}
