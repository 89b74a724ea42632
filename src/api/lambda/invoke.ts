import { AwsError } from '../../aws/aws-error.ts';
import type { Functions, InvocationType } from '../../lambda/functions.ts';
import { blob, integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { functionNameInPath, qualifiedName, qualifierInQuery } from './function-shapes.ts';

/** Source: Invoke API reference. */
const STATUS: Record<InvocationType, number> = { RequestResponse: 200, Event: 202, DryRun: 204 };

/**
 * Unlike AWS's text, ours goes on in the words of JavaScript's parser. An empty payload is fine.
 */
function checkJson(payload: Uint8Array): void {
  if (payload.byteLength === 0) return;
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `Could not parse request body into json: ${reason}`;
    throw new AwsError('InvalidRequestContentException', text, {
      members: { Type: 'User' },
      cause,
    });
  }
}

/** JSON text that the caller sent as Base64. */
function readClientContext(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const json = Buffer.from(text, 'base64').toString();
  // Text that is no Base64 at all is no JSON either.
  checkJson(Buffer.from(json === '' ? '-' : json));
  // It travels to the function in a header, which holds no line breaks.
  return JSON.stringify(JSON.parse(json)).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** No function here is durable, or isolates tenants. The texts are our own. */
function refuse(input: { DurableExecutionName?: unknown; TenantId?: unknown }): void {
  const name = input.TenantId === undefined ? 'DurableExecutionName' : 'TenantId';
  if (input[name] === undefined) return;
  const text = `${name} is not supported here.`;
  throw new AwsError('InvalidParameterValueException', text, { members: { Type: 'User' } });
}

/** A caller who goes away does not stop the function, as on AWS. */
export const invoke = operation<Functions>()({
  name: 'Invoke',
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/invocations' },
  input: structure({
    FunctionName: functionNameInPath,
    Qualifier: qualifierInQuery,
    InvocationType: string({
      in: 'header',
      as: 'X-Amz-Invocation-Type',
      enum: ['Event', 'RequestResponse', 'DryRun'],
    }),
    LogType: string({ in: 'header', as: 'X-Amz-Log-Type', enum: ['None', 'Tail'] }),
    ClientContext: string({ in: 'header', as: 'X-Amz-Client-Context' }),
    DurableExecutionName: string({
      in: 'header',
      as: 'X-Amz-Durable-Execution-Name',
      min: 1,
      max: 64,
      pattern: '[a-zA-Z0-9-_]+',
    }),
    TenantId: string({
      in: 'header',
      as: 'X-Amz-Tenant-Id',
      min: 1,
      max: 256,
      pattern: '[a-zA-Z0-9\\._:\\/=+\\-@ ]+',
    }),
    Payload: blob({ in: 'payload' }),
  }),
  output: structure({
    StatusCode: integer({ in: 'statusCode' }),
    FunctionError: string({ in: 'header', as: 'X-Amz-Function-Error' }),
    LogResult: string({ in: 'header', as: 'X-Amz-Log-Result' }),
    ExecutedVersion: string({ in: 'header', as: 'X-Amz-Executed-Version' }),
    Payload: blob({ in: 'payload' }),
  }),
  async handle(functions, input, { scope }) {
    refuse(input);
    const invocationType = (input.InvocationType ?? 'RequestResponse') as InvocationType;
    const payload = input.Payload ?? new Uint8Array();
    checkJson(payload);
    const clientContext = readClientContext(input.ClientContext);
    const { functionError, logTail, ...result } = await functions.invoke(scope, {
      functionName: qualifiedName(input.FunctionName, input.Qualifier),
      payload,
      invocationType,
      wantLogTail: input.LogType === 'Tail',
      ...(clientContext && { clientContext }),
    });
    return {
      StatusCode: STATUS[invocationType],
      Payload: result.payload,
      ...(invocationType === 'RequestResponse' && { ExecutedVersion: result.executedVersion }),
      ...(functionError && { FunctionError: functionError }),
      ...(logTail !== undefined && { LogResult: Buffer.from(logTail).toString('base64') }),
    };
  },
});
