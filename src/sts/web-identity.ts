import { SessionError } from './session-error.ts';

/** What a token of an identity provider says of its bearer. */
export interface WebIdentity {
  readonly subject: string;
  readonly provider: string;
  readonly audience?: string | undefined;
}

/**
 * Reads a JSON Web Token. Its signature is not verified: nobody here knows the keys of its provider.
 * Throws `InvalidIdentityToken` for what is none, or says neither its subject nor its issuer.
 */
export function readWebIdentity(token: string): WebIdentity {
  const { sub, iss, aud } = claimsOf(token.split('.'));
  if (typeof sub !== 'string' || typeof iss !== 'string') {
    const text =
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
    throw new SessionError('InvalidIdentityToken', text);
  }
  const audience = [aud].flat().find((one) => typeof one === 'string');
  return { subject: sub, provider: iss, audience };
}

function claimsOf([header, payload, signature, ...more]: readonly string[]): Record<
  string,
  unknown
> {
  if (!header || !payload || signature === undefined || more.length > 0) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
