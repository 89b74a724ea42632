import { expect } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { decodeJson, encodeJson } from '../wire/json.ts';
import { wholeBody } from '../wire/message.ts';
import { validate } from '../wire/validate.ts';
import type { RequestContext, Service } from './operation.ts';

/** What a refused call rejects with. */
export const refused = (code: string, message: string | RegExp = /./) =>
  expect.objectContaining({
    code,
    status: 400,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

/**
 * Calls the operations of a service as a client does, past the listener: checks the input, and gives
 * the answer as a client of the JSON protocol reads it.
 */
export function caller(service: Service, fixed: Partial<RequestContext> = {}) {
  // biome-ignore lint/suspicious/noExplicitAny: each operation answers a shape of its own
  return async (name: string, input: object, context: object = {}): Promise<any> => {
    const operation = service.operations.find((each) => each.name === name)!;
    const usual = {
      scope: DEFAULT_SCOPE,
      requestId: '1',
      endpoint: 'http://localhost',
      userAgent: '',
      signal: new AbortController().signal,
    };
    try {
      validate(operation.input, input, service.validationWords);
      const answer = await operation.handle(input, { ...usual, ...fixed, ...context });
      validate(operation.output, answer);
      const text = JSON.stringify(encodeJson(operation.output, answer));
      // What is written by hand must say what the shape says.
      const written = wholeBody(operation.writeJson?.(answer as never) ?? text);
      expect(JSON.parse(written.toString())).toEqual(JSON.parse(text));
      return decodeJson(operation.output, JSON.parse(text));
    } catch (error) {
      throw service.toAwsError(error) ?? error;
    }
  };
}
