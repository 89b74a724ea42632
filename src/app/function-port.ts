import { parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import { asError } from '../event-source-mapping/as-error.ts';
import type { Outcome } from '../event-source-mapping/outcome.ts';
import type { FunctionPort } from '../event-source-mapping/ports.ts';
import type { Functions, InvokeResult } from '../lambda/functions.ts';
import { LambdaError } from '../lambda/lambda-error.ts';

/** Lets event source mappings invoke the functions of this world. */
export function functionPort(functions: Functions): FunctionPort {
  return {
    roleArn: (functionArn) => functions.get(scopeOf(functionArn), functionArn).role,

    exists: (functionArn) => {
      try {
        functions.get(scopeOf(functionArn), functionArn);
        return true;
      } catch {
        return false;
      }
    },

    async invoke({ functionArn, ...invocation }) {
      try {
        const result = await functions.invoke(scopeOf(functionArn), {
          functionName: functionArn,
          ...invocation,
        });
        return outcomeOf(result);
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

function outcomeOf({
  functionError,
  executedVersion,
  durationMs,
  ...result
}: InvokeResult): Outcome {
  const payload = Buffer.from(result.payload).toString();
  if (!functionError) return { type: 'returned', payload, executedVersion, durationMs };
  const { errorType, message } = describeError(payload);
  return { type: 'function-error', errorType, message, executedVersion, durationMs };
}

/** What a function error's payload says; a custom runtime may put anything there. */
function describeError(payload: string): { errorType: string; message: string } {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as Record<string, unknown>;
    return { errorType: String(errorType ?? 'Unhandled'), message: String(errorMessage ?? '') };
  } catch {
    return { errorType: 'Unhandled', message: payload };
  }
}

/** Throttles and faults of the service, and a function that is gone: nothing ran. */
function refusal(error: unknown): Outcome {
  const errorType = error instanceof LambdaError ? error.code : 'ServiceException';
  return {
    type: 'refused',
    errorType,
    message: asError(error).message,
  };
}

function scopeOf(functionArn: string): Scope {
  const arn = parseArn(functionArn);
  if (!arn) throw new Error(`${functionArn} is not the ARN of a function.`);
  return { account: arn.account, region: arn.region };
}
