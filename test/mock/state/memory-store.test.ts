import { describe } from 'vitest';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import { describeStateStore } from '../../laws/state-store-laws.js';

describe('a store in memory', () => {
  describeStateStore(async () => {
    const store = createMemoryStore();
    return { store, reopen: async () => store, close: () => undefined };
  }, 60);
});
