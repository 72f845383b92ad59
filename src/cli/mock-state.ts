import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { createMemoryStore } from '../mock/state/memory-store.js';
import type { StateStore } from '../mock/state/state-store.js';
import type { MockSettings } from './mock-settings.js';
import type { ServedSystem } from '../host/served-system.js';

/** Where the mocks of a run keep what they remember. */
export interface MockStates {
  /** `undefined` for a system whose mock remembers nothing. */
  storeOf(system: Pick<ServedSystem, 'name' | 'isStateful'>): StateStore | undefined;
  /** Where those who share an authority keep what they gave out: wherever state is kept, whether or not a mock remembers anything else. */
  tokenStoreOf(authority: string): StateStore;
  close(): void;
}

/**
 * Opens what `--state` names: a folder, or a Redis; without it everything is kept in memory.
 *
 * @param settings - as asked for
 * @param cwd - where a relative folder begins
 * @param onTrouble - told what keeps nobody from going on
 * @throws InputError `E_ARGUMENT_VALUE` for a URL of anything but Redis; HostError when it cannot be opened
 */
export async function openMockStates(settings: MockSettings, cwd: string, onTrouble: (error: unknown) => void): Promise<MockStates> {
  const { state, stateful } = settings;
  const stores = await openStores(state, cwd, onTrouble);
  return {
    storeOf: ({ name, isStateful }) => ((isStateful ?? (stateful || state !== undefined)) ? stores.storeOf(name) : undefined),
    tokenStoreOf: (authority) => stores.storeOf(`~tokens-${authority}`, SECRET),
    close: stores.close,
  };
}

interface Stores {
  storeOf(system: string, kind?: typeof SECRET): StateStore;
  close(): void;
}

async function openStores(state: string | undefined, cwd: string, onTrouble: (error: unknown) => void): Promise<Stores> {
  if (state === undefined) return { storeOf: createMemoryStore, close: () => undefined };
  if (/^rediss?:\/\//.test(state)) return (await import('../host/state/redis-store.js')).openRedisStores(state, onTrouble);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(state)) {
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--state', seen: state.replace(/\/\/.*/s, '//…'), expected: 'a folder or redis://…' },
    });
  }
  const { openFileStore } = await import('../host/state/file-store.js');
  const opened: { close(): void }[] = [];
  return {
    storeOf: (system, kind) => {
      const store = openFileStore({ folder: resolve(cwd, state), system, onTrouble, isSecret: kind === SECRET });
      opened.push(store);
      return store;
    },
    close: () => {
      for (const store of opened) store.close();
    },
  };
}

/** Nobody but the mocks themselves is told of it. */
const SECRET = 'secret';
