/** What a client has bound a code to. */
export interface CodeChallenge {
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
}

/**
 * Whether a verifier is the one that a challenge was made of.
 *
 * @param verifier - of the token request
 * @see RFC 7636 §4.6
 */
export async function isVerifierOf(verifier: string, { challenge, method }: CodeChallenge): Promise<boolean> {
  if (!CODE_VERIFIER.test(verifier)) return false;
  if (method === 'plain') return verifier === challenge;
  const { base64url } = await import('jose');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return base64url.encode(new Uint8Array(digest)) === challenge;
}

/** Of verifiers and challenges alike: RFC 7636 §4.1, §4.2. */
export const CODE_VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
