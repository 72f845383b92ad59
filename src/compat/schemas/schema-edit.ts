import type { JsonValue } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import type { Node } from '../../schema/node.js';
import type { Sides } from '../sides.js';

/** One difference between two schemas as they are written. What it means is not said here. */
export interface SchemaEdit {
  /** `member`: a property came or went; `clause`: a keyword says something else; `remark`: so does one that refuses nothing. */
  readonly kind: 'member-added' | 'member-removed' | 'clause' | 'remark';
  /** The keyword; of a member `properties`. */
  readonly keyword: string;
  /** Where in a value, as in `SchemaBreak.location`; of a member with its name. */
  readonly location: readonly string[];
  readonly older: Place | undefined;
  readonly newer: Place | undefined;
  /** What the keyword says; `undefined` when it is not there, or no plain value. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  /** The same relative to the nearest two schemas, which may be parts of many: one for all places that they stand at. */
  readonly own?: SchemaEdit;
  /** Within an arm of `oneOf`, which may let in so little that a proof says nothing of what was meant: the two schemas themselves. */
  readonly inAlternative?: Sides<Node>;
  /** That the two mean the same all the same. */
  readonly isIdle?: boolean;
}
