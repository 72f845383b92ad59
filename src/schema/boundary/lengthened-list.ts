import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import { clausesNamed } from '../sample/facts.js';
import { itemNodes } from '../sample/items.js';
import type { BuildOptions } from './reach.js';
import { buildValue } from './reach.js';
import type { ReachablePlace } from './reachable-places.js';

/** What the new items of a list must be. */
export interface Lengthening {
  readonly length: number;
  readonly place: ReachablePlace;
  /** Schemas of each new item, beside those of the place. */
  readonly more?: readonly Node[] | undefined;
  readonly options: BuildOptions;
}

/**
 * The list with items behind it that its place allows, all different where they must be; `undefined` when there are not enough.
 *
 * @param items - to begin with
 * @param lengthening - how long it shall be, and where it stands
 */
export function lengthenedList(
  items: readonly JsonValue[],
  { length, place, more = [], options }: Lengthening,
): readonly JsonValue[] | undefined {
  const isUnique = clausesNamed(place.nodes, 'uniqueItems').some(({ value }) => value === true);
  const longer = [...items];
  let repeated: JsonValue | undefined;
  while (longer.length < length) {
    if (isUnique && longer.length >= MAX_UNIQUE_LENGTH) return undefined;
    const isBuilt = isUnique || longer.length < MAX_VARIED_LENGTH || repeated === undefined;
    const nodes = [...itemNodes(place, longer.length), ...more];
    const item = isBuilt ? buildValue(nodes, { ...options, excluded: isUnique ? longer : [] }) : repeated;
    if (item === undefined) return undefined;
    repeated = item;
    longer.push(item);
  }
  return longer;
}

/** Finding one more that differs from all others takes longer with each. */
const MAX_UNIQUE_LENGTH = 200;
/** Behind these the same item comes again and again, which costs nothing. */
const MAX_VARIED_LENGTH = 60;
