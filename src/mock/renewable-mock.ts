import type { Mock } from './mock.js';

/** A mock whose contract may change while it is called. */
export interface RenewableMock extends Mock {
  /** From now on this one answers. */
  renew(next: Mock): void;
}

/**
 * A mock in place of which another one can be put.
 *
 * @param first - answers until then
 */
export function createRenewableMock(first: Mock): RenewableMock {
  let current = first;
  return {
    get contract() {
      return current.contract;
    },
    answer: (request, context) => current.answer(request, context),
    renew: (next) => {
      current = next;
    },
  };
}
