import { IamError } from './iam-error.ts';

const malformed = (text: string) => new IamError('MalformedPolicyDocument', text);

/**
 * Checks that a text can be a policy at all: JSON with statements that have an effect. What they
 * allow is not looked at. The texts are AWS's own, as users have shown them.
 *
 * @throws IamError MalformedPolicyDocument
 */
export function checkDocument(text: string): void {
  const document = parsed(text);
  const statements = [document?.Statement].flat();
  if (!document || document.Statement === undefined) throw malformed('Syntax errors in policy.');
  for (const statement of statements) {
    const effect = (statement as { Effect?: unknown } | null)?.Effect;
    if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Syntax errors in policy.');
  }
}

function parsed(text: string): { readonly Statement?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value;
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}
