import type { AnswerEvents } from '../api/operation.ts';
import type { AwsError } from '../aws/aws-error.ts';
import {
  EVENT_STREAM,
  encodeEventMessage,
  eventMessage,
  exceptionMessage,
} from '../wire/event-stream.ts';
import { type Body, type BodyInSteps, type WireResponse, wholeBody } from '../wire/message.ts';
import { type Call, encodeError, encodeOutput } from './protocols.ts';

interface EventAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: AsyncIterable<Uint8Array>;
}

/**
 * An answer that goes on with events: first a message with the output itself, then one for each
 * event; an error is the last. All of them carry what the protocol of the call makes of a value.
 */
export function eventAnswer(
  call: Call,
  { events, toAwsError }: { events: AnswerEvents; toAwsError: (error: unknown) => AwsError },
): EventAnswer {
  return { headers: { 'content-type': EVENT_STREAM }, parts: messages(call, events, toAwsError) };
}

async function* messages(
  call: Call,
  events: AnswerEvents,
  toAwsError: (error: unknown) => AwsError,
): AsyncIterable<Uint8Array> {
  const first = contentOf({ ...encodeOutput(call, {}, ''), body: emptyIn(call) });
  yield encodeEventMessage(eventMessage('initial-response', first));
  try {
    for await (const [type, event] of events) {
      const output = call.operation.events?.[type];
      if (!output) throw new Error(`${call.operation.name} has no events of type ${type}`);
      const operation = { ...call.operation, output };
      const answer = encodeOutput({ ...call, operation }, event, '');
      yield encodeEventMessage(eventMessage(type, contentOf(answer)));
    }
  } catch (cause) {
    const error = toAwsError(cause);
    const content = contentOf(encodeError(error, call.protocol, ''));
    yield encodeEventMessage(exceptionMessage(error.code, content));
  }
}

/** An output without members has no body elsewhere; here it is an empty structure. */
const emptyIn = ({ protocol }: Call): Body =>
  protocol.name === 'aws-cbor' ? Buffer.of(0xa0) : '{}';

function contentOf({ headers, body }: WireResponse<Body | BodyInSteps>): {
  mediaType: string;
  payload: Uint8Array;
} {
  return { mediaType: headers['content-type'] ?? '', payload: wholeBody(body) };
}
