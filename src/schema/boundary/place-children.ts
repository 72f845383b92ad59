import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Direction } from '../schema.js';
import { isHidden } from '../hidden-property.js';
import type { Node } from '../node.js';
import { patternFromText } from '../pattern/pattern.js';
import { clausesNamed } from '../sample/facts.js';
import { itemNodes } from '../sample/items.js';
import { declaredNames, memberNodes } from '../sample/members.js';
import { textFromPattern } from '../sample/text-from-pattern.js';

/** A member or item, and every schema that speaks of it. */
export interface Child {
  readonly token: string | number;
  readonly nodes: readonly Node[];
}

/**
 * The members and items that some schemas speak of: each declared property, one name for each pattern, one that only
 * `additionalProperties` or `unevaluatedProperties` speaks of, each item of `prefixItems` and one behind them.
 *
 * @param nodes - schemas that hold together, behind their references
 * @param direction - members that do not travel that way are left out
 */
export function* childrenOf(nodes: readonly Node[], direction: Direction | undefined): Generator<Child> {
  for (const token of memberNames(nodes)) {
    const spoken = memberNodes({ nodes }, token);
    const isLeftOut = direction !== undefined && spoken.some((node) => isHidden(node, direction));
    if (spoken.length > 0 && !isLeftOut) yield { token, nodes: spoken };
  }
  for (const token of itemIndexes(nodes)) {
    const spoken = itemNodes({ nodes }, token);
    if (spoken.length > 0) yield { token, nodes: spoken };
  }
}

/**
 * A member name that no `properties` and no `patternProperties` speaks of.
 *
 * @param nodes - schemas that hold together
 */
export function undeclaredName(nodes: readonly Node[]): string {
  const declared = new Set(declaredNames({ nodes }));
  const patterns = clausesNamed(nodes, 'patternProperties').flatMap(({ value }) => keysOf(value).map(patternFromText));
  const isFree = (name: string): boolean => !declared.has(name) && !patterns.some((pattern) => pattern.test(name));
  return UNDECLARED_NAMES.find(isFree) ?? UNDECLARED_NAMES[0] ?? '';
}

const UNDECLARED_NAMES = ['undeclared', 'x-undeclared', 'Undeclared1', 'zzz', '9', '~', ' ', '', 'undeclared2', 'undeclared3'];
const MAX_PREFIX_LENGTH = 50;

function* memberNames(nodes: readonly Node[]): Generator<string> {
  const declared = declaredNames({ nodes });
  yield* declared;
  for (const source of clausesNamed(nodes, 'patternProperties').flatMap(({ value }) => keysOf(value))) {
    const name = textFromPattern(source, { random: undefined, extraCount: 1 });
    if (name !== undefined && !declared.includes(name)) yield name;
  }
  const open = ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) => clausesNamed(nodes, keyword));
  if (open.some(({ value }) => isJsonObject(value))) yield undeclaredName(nodes);
}

function* itemIndexes(nodes: readonly Node[]): Generator<number> {
  const prefixes = clausesNamed(nodes, 'prefixItems').map(({ value }) => (Array.isArray(value) ? value.length : 0));
  const length = Math.min(MAX_PREFIX_LENGTH, Math.max(0, ...prefixes));
  for (let index = 0; index < length; index += 1) yield index;
  const rest = ['items', 'unevaluatedItems'].flatMap((keyword) => clausesNamed(nodes, keyword));
  if (rest.some(({ keyword, value }) => isJsonObject(value) || (keyword === 'items' && value === false))) yield length;
}

function keysOf(value: JsonValue): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
