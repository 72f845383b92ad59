import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HostError, InputError } from '../../base/errors.js';
import type { Contract } from '../../contract/contract.js';
import type { CorsMode } from '../../mock/cors.js';
import type { Rules } from '../../mock/rules.js';
import { createMemoryStore } from '../../mock/state/memory-store.js';
import type { StateStore } from '../../mock/state/state-store.js';
import { type SigningKey, signingKeyFromText } from '../../mock/tokens/signing-key.js';
import { createTokenAuthority, type TokenAuthority } from '../../mock/tokens/token-authority.js';
import { createTokenLife, type TokenLife, tokenSettingsOf } from '../../mock/tokens/token-life.js';
import type { MockTokens } from '../../workspace/mock-tokens.js';
import { isRemoteUrl } from '../../workspace/resolved-path.js';
import { nowMs as machineNowMs } from '../clock.js';
import { readRemoteText } from '../remote-text.js';

/** One mock among those that take each other's tokens. */
export interface TokenSystem {
  readonly name: string;
  readonly mock: { readonly contract: Contract };
  /** What the workspace says of its tokens. */
  readonly tokens?: MockTokens | false | undefined;
  readonly verifies: boolean;
  readonly rules: Rules;
  readonly cors: CorsMode;
  /** Whether callers speak TLS to it. */
  readonly isSecure: boolean;
}

interface TokenLivesParts {
  /** Decides ids and codes. */
  readonly seed: string;
  /** Where an authority remembers, by its name; in memory when absent. */
  readonly storeOf?: ((authority: string) => StateStore) | undefined;
  /** The time of the tokens; the machine's when absent. */
  readonly nowMs?: (() => number) | undefined;
}

/**
 * The issuers of the mocks of one run. They sign with one key, made when a token is first asked for, so that a token of one system lets in at another; a
 * system with a key of its own, or another algorithm, is alone with those that have the same.
 *
 * @param parts - what ids and codes come from, and where it is remembered what was given out
 * @returns the life of one system; `undefined` when it issues no tokens
 * @throws HostError `E_FILE_READ` when the key that its settings name cannot be read
 */
export function createTokenLives({
  seed,
  storeOf = createMemoryStore,
  nowMs = machineNowMs,
}: TokenLivesParts): (system: TokenSystem) => TokenLife | undefined {
  const authorities = new Map<string, TokenAuthority>();
  const authorityOf = (settings: MockTokens): TokenAuthority => {
    const { algorithm, key: file } = settings;
    const text = file === undefined ? undefined : textOfFile(file);
    // By the key itself: a file may be called otherwise elsewhere, and be another one after a restart.
    const name = text === undefined ? algorithm : `${algorithm}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    const known = authorities.get(name);
    if (known !== undefined) return known;
    const key = text === undefined ? undefined : () => signingKeyFrom(text, settings);
    const authority = createTokenAuthority({ algorithm, key, seed, nowMs, store: storeOf(name) });
    authorities.set(name, authority);
    return authority;
  };
  return ({ name, mock, tokens, verifies, rules, cors, isSecure }) => {
    const settings = tokenSettingsOf(mock.contract, tokens, verifies);
    if (settings === undefined) return undefined;
    const authority = authorityOf(settings);
    return createTokenLife({ system: name, mock, settings, verifies, authority, loadJwks, nowMs, rules, cors, isSecure });
  };
}

async function signingKeyFrom(text: string, { key, algorithm }: MockTokens): Promise<SigningKey> {
  const signingKey = await signingKeyFromText(text, algorithm);
  if (signingKey !== undefined) return signingKey;
  throw new InputError({ code: 'E_TOKEN_KEY', at: { file: key ?? '' }, args: { algorithm } });
}

async function loadJwks(address: string): Promise<string> {
  return isRemoteUrl(address) ? readRemoteText(address, MAX_JWKS_BYTES) : textOfFile(address);
}

function textOfFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_READ', args: { path, reason: String(cause) }, cause });
  }
}

const MAX_JWKS_BYTES = 1024 * 1024;
