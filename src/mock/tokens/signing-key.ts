import type { CryptoKey, JWK } from 'jose';
import type { TokenAlgorithm } from '../../workspace/mock-tokens.js';

/** What tokens are signed with, and what others see of it. */
export interface SigningKey {
  readonly algorithm: TokenAlgorithm;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** With `kid`, `use` and `alg`; nothing private. */
  readonly publicJwk: JWK & { readonly kid: string };
}

/**
 * A new key.
 *
 * @param algorithm - that it signs by
 * @see RFC 7518 §3.3
 */
export async function generateSigningKey(algorithm: TokenAlgorithm): Promise<SigningKey> {
  const { generateKeyPair } = await import('jose');
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return signingKey(algorithm, privateKey, publicKey);
}

/**
 * The key that a text holds; `undefined` when it holds none for the algorithm.
 *
 * @param text - a private key as PEM (PKCS #8) or JWK
 * @param algorithm - that it signs by
 * @see RFC 7468 §10, RFC 7517
 */
export async function signingKeyFromText(text: string, algorithm: TokenAlgorithm): Promise<SigningKey | undefined> {
  const { exportJWK, importJWK, importPKCS8 } = await import('jose');
  try {
    const isPem = text.includes('-----BEGIN');
    const jwk: JWK = isPem ? await exportJWK(await importPKCS8(text, algorithm, { extractable: true })) : (JSON.parse(text) as JWK);
    const privateKey = await importJWK(jwk, algorithm, { extractable: true });
    const publicKey = await importJWK(publicPartOf(jwk), algorithm, { extractable: true });
    if (jwk.d === undefined || privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) return undefined;
    return await signingKey(algorithm, privateKey, publicKey);
  } catch {
    // Whatever is wrong with it, the user is told the same: which forms there are.
    return undefined;
  }
}

/**
 * What {@link signingKeyFromText} reads again: whoever has it signs as the mock does.
 *
 * @param key - that was generated
 */
export async function textOfSigningKey({ privateKey }: SigningKey): Promise<string> {
  const { exportJWK } = await import('jose');
  return JSON.stringify(await exportJWK(privateKey));
}

async function signingKey(algorithm: TokenAlgorithm, privateKey: CryptoKey, publicKey: CryptoKey): Promise<SigningKey> {
  const { calculateJwkThumbprint, exportJWK } = await import('jose');
  const jwk = publicPartOf(await exportJWK(publicKey));
  const kid = await calculateJwkThumbprint(jwk);
  return { algorithm, privateKey, publicKey, publicJwk: { ...jwk, kid, use: 'sig', alg: algorithm } };
}

/** Named one by one: what a private key has further must never be shown. */
function publicPartOf({ kty, n, e, crv, x, y }: JWK): JWK {
  const members = Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as JWK;
}
