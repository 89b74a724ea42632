import type { ErrorOutcome, Outcome } from './client.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Documents that botocore takes out of their percent-encoding and reads; the SDK leaves both to us. */
const DOCUMENTS = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument']);

/** What the model of botocore calls a number, and that of the SDK a text. */
const NUMBERS_OR_TEXTS = new Set(['PartNumberMarker', 'NextPartNumberMarker']);

/** What botocore asks for by itself, to decode the keys of objects. */
const ASKED_FOR_BY_CLIENTS = new Set(['EncodingType']);

/** How clients call a status that came without a body: the code and the text of each. */
const WITHOUT_BODY: Readonly<Record<string, string>> = {
  '404 Not Found': 'NotFound',
  'NotFound UnknownError': 'NotFound',
  '304 Not Modified': 'NotModified',
  'Unknown UnknownError': 'NotModified',
};

/** Errors that newer models have a class for, and those of other clients have not. */
const WITH_A_CLASS_IN_SOME = new Set(['ValidationError']);

/**
 * An outcome in the form that all clients share, without the address of the endpoint, which is all
 * in which two of them may differ.
 */
export function comparable(outcome: Outcome, endpoint: string): Outcome {
  if ('error' in outcome) return { error: comparableError(outcome.error) };
  return JSON.parse(JSON.stringify(outcome), (name, value) => {
    // Where there is nothing, some clients say so.
    if (value === null || (name === 'Payload' && value === '')) return undefined;
    if (ASKED_FOR_BY_CLIENTS.has(name)) return undefined;
    if (NUMBERS_OR_TEXTS.has(name)) return String(value);
    if (typeof value !== 'string') return value;
    if (TIME.test(value)) return new Date(value).toISOString();
    if (DOCUMENTS.has(name)) return JSON.parse(decodeURIComponent(value));
    return value.replaceAll(endpoint, '<endpoint>');
  });
}

function comparableError({ code, message, modelled }: ErrorOutcome): ErrorOutcome {
  const status = WITHOUT_BODY[`${code} ${message}`];
  if (status !== undefined) return { code: status, message: '' };
  const isCompared = modelled !== undefined && !WITH_A_CLASS_IN_SOME.has(code);
  return { code, message, ...(isCompared && { modelled }) };
}
