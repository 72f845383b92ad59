import { readFile } from 'node:fs/promises';
import { HostError, InputError } from '../../base/errors.js';
import type { Contract } from '../../contract/contract.js';
import type { CorsMode } from '../../mock/cors.js';
import type { Rules } from '../../mock/rules.js';
import { generateSigningKey, type SigningKey, signingKeyFromText } from '../../mock/tokens/signing-key.js';
import { createTokenAuthority, type TokenAuthority } from '../../mock/tokens/token-authority.js';
import { createTokenLife, type TokenLife, tokenSettingsOf } from '../../mock/tokens/token-life.js';
import type { MockTokens } from '../../workspace/mock-tokens.js';
import { isRemoteUrl } from '../../workspace/resolved-path.js';
import { nowMs as machineNowMs } from '../clock.js';
import { readRemoteText } from '../remote-text.js';

/** One mock among those that take each other's tokens. */
export interface TokenSystem {
  readonly mock: { readonly contract: Contract };
  /** What the workspace says of its tokens. */
  readonly tokens?: MockTokens | false | undefined;
  readonly verifies: boolean;
  readonly rules: Rules;
  readonly cors: CorsMode;
  /** Whether callers speak TLS to it. */
  readonly isSecure: boolean;
}

/**
 * The issuers of the mocks of one run. They sign with one key, made when a token is first asked for, so that a token of one system lets in at another; a
 * system with a key of its own, or another algorithm, is alone with those that have the same.
 *
 * @param seed - decides ids and codes
 * @param nowMs - the time of the tokens; the machine's when absent
 * @returns the life of one system; `undefined` when it issues no tokens
 */
export function createTokenLives(seed: string, nowMs: () => number = machineNowMs): (system: TokenSystem) => TokenLife | undefined {
  const authorities = new Map<string, TokenAuthority>();
  const authorityOf = (settings: MockTokens): TokenAuthority => {
    const name = `${settings.algorithm} ${settings.key ?? ''}`;
    const known = authorities.get(name);
    if (known !== undefined) return known;
    const authority = createTokenAuthority({ key: () => signingKeyOf(settings), seed, nowMs });
    authorities.set(name, authority);
    return authority;
  };
  return ({ mock, tokens, verifies, rules, cors, isSecure }) => {
    const settings = tokenSettingsOf(mock.contract, tokens, verifies);
    if (settings === undefined) return undefined;
    return createTokenLife({ mock, settings, verifies, authority: authorityOf(settings), loadJwks, nowMs, rules, cors, isSecure });
  };
}

async function signingKeyOf({ key, algorithm }: MockTokens): Promise<SigningKey> {
  if (key === undefined) return generateSigningKey(algorithm);
  const signingKey = await signingKeyFromText(await textOfFile(key), algorithm);
  if (signingKey !== undefined) return signingKey;
  throw new InputError({ code: 'E_TOKEN_KEY', at: { file: key }, args: { algorithm } });
}

function loadJwks(address: string): Promise<string> {
  return isRemoteUrl(address) ? readRemoteText(address, MAX_JWKS_BYTES) : textOfFile(address);
}

async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_READ', args: { path, reason: String(cause) }, cause });
  }
}

const MAX_JWKS_BYTES = 1024 * 1024;
