import type { FaultSpan } from '../journal/run-journal.js';
import type { FaultedLink } from './matches.js';

/** What all rules of one injector share. */
export interface RuleSetting {
  readonly seed: string;
  readonly link: FaultedLink;
  /** Of a scope of a mock; `undefined`: of all. */
  readonly namedOf: (mockScope: string | undefined) => NamedState;
  readonly onSpan: ((span: FaultSpan) => void) | undefined;
}

/** The state that rules ask for by name, and set. */
export interface NamedState {
  name: string | undefined;
}
