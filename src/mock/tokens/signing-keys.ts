import type { TokenAlgorithm } from '../../workspace/mock-tokens.js';
import { generateSigningKey, type SigningKey, signingKeyFromText, textOfSigningKey } from './signing-key.js';
import type { StateDraft } from './state-draft.js';

/** The key of an authority. */
export interface SigningKeys {
  /** That of all who share what is remembered; one is made where there is none yet. */
  key(draft: StateDraft): Promise<SigningKey>;
  /** `undefined` where nobody made one yet: then nothing was signed. */
  known(draft: StateDraft): Promise<SigningKey | undefined>;
}

/**
 * One key for all who share a ledger: the first that was kept there. It is a private one, so whoever reads the ledger signs as they do.
 *
 * @param algorithm - that it signs by
 * @param given - the key of the user, who has it everywhere; then none is kept
 */
export function createSigningKeys(algorithm: TokenAlgorithm, given: (() => Promise<SigningKey>) | undefined): SigningKeys {
  let own: Promise<SigningKey> | undefined;
  let made: Promise<SigningKey> | undefined;
  /** The last that was read, by its text. */
  let held: { readonly text: string; readonly key: Promise<SigningKey | undefined> } | undefined;

  const known = (draft: StateDraft): Promise<SigningKey | undefined> => {
    if (given !== undefined) {
      own ??= given();
      return own;
    }
    const text = draft.item(COLLECTION, algorithm);
    if (typeof text !== 'string') return Promise.resolve(undefined);
    if (held?.text !== text) held = { text, key: signingKeyFromText(text, algorithm) };
    return held.key;
  };

  const key = async (draft: StateDraft): Promise<SigningKey> => {
    const there = await known(draft);
    if (there !== undefined) return there;
    // What was forgotten there is kept again: those who go on are not to lose what they gave out.
    made ??= generateSigningKey(algorithm);
    const fresh = await made;
    const text = await textOfSigningKey(fresh);
    held = { text, key: made };
    draft.put(COLLECTION, algorithm, text);
    return fresh;
  };
  return { key, known };
}

const COLLECTION = 'keys';
