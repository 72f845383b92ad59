import type { StateStore, StateView } from '../state/state-store.js';
import { createStateDraft, type StateDraft } from './state-draft.js';

/** What an authority remembers, wherever that is kept: several processes may share it. */
export interface TokenLedger {
  /** Catches up with what other processes did. */
  refresh(): Promise<void> | undefined;
  view(): StateView;
  /**
   * Takes a step: what it changes is kept, all or nothing, before its result is given. It is taken again from the beginning where another process was quicker.
   *
   * @param take - may be called several times, and does nothing but to the draft
   * @throws HostError when it cannot be kept
   */
  step<Result>(take: (draft: StateDraft) => Promise<Result>): Promise<Result>;
}

/**
 * A ledger in a store. Steps of one process are taken one after the other, so that they do not take each other's ground away.
 *
 * @param store - of this authority alone
 */
export function createTokenLedger(store: StateStore): TokenLedger {
  let last: Promise<unknown> = Promise.resolve();
  const taken = async <Result>(take: (draft: StateDraft) => Promise<Result>): Promise<Result> => {
    for (;;) {
      await store.refresh(SCOPE);
      const view = store.view(SCOPE);
      const { changeCount } = view;
      const draft = createStateDraft(view);
      const result = await take(draft);
      const changes = draft.changes();
      if (changes.length === 0 || (await store.commit(SCOPE, changes, changeCount))) return result;
    }
  };
  return {
    refresh: () => store.refresh(SCOPE),
    view: () => store.view(SCOPE),
    step: (take) => {
      const step = last.then(() => taken(take));
      // Whoever took it is told why it failed; the next one goes on.
      last = step.catch(() => undefined);
      return step;
    },
  };
}

/** Tokens of one scope are known in another; what is not is told apart by its key. */
const SCOPE = '';
