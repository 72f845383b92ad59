import type { Direction } from '../schema.js';
import type { Assuming } from './assumption.js';
import type { ClauseReader } from './clause-reader.js';
import type { Judgement, Places } from './judgement.js';
import type { Sameness } from './same-schema.js';

/** What judging one place needs. */
export interface PlaceMeans {
  readonly direction: Direction | undefined;
  readonly sameness: Sameness;
  readonly reader: ClauseReader;
  readonly assuming: Assuming;
  /** Judges places below this one. */
  readonly below: Places;
  /** Counts a step; no when there are none left. */
  readonly isAllowed: () => boolean;
  /** Does something within so many steps. */
  readonly within: (stepCount: number, judge: () => Judgement) => Judgement;
}
