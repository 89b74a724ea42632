import { KinesisError } from '../kinesis/kinesis-error.ts';
import { TopicError } from '../sns/topic-error.ts';
import { QueueError } from '../sqs/queue-error.ts';
import { type Position, Refusal, TemplateError } from '../template/problem.ts';

const REFUSALS = [KinesisError, QueueError, TopicError];

/** Does what a place in a template asks for. @throws Refusal with that place when it is refused */
export async function atPlace<Value>(at: Position, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (!REFUSALS.some((type) => error instanceof type)) throw error;
    throw Object.assign(new Refusal(at, (error as Error).message), { cause: error });
  }
}

/** Does what a template asks for. @throws TemplateError for what one of its places is refused */
export async function inTemplate(fileName: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new TemplateError(fileName, [error.problem], { cause: error.cause });
  }
}
