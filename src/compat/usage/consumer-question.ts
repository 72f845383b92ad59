import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';

/** A change, and the means to say what it does to those who were watched. */
export interface ConsumerQuestion {
  /** `impact` is what it is judged by; without one nothing can be told. */
  readonly change: Pick<Change, 'code' | 'direction' | 'effect' | 'location' | 'args' | 'impact'>;
  readonly comparing: Pick<Comparing, 'older' | 'newer' | 'judge'>;
}
