import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { isHidden } from '../../schema/hidden-property.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import type { Direction } from '../../schema/schema.js';
import { type ComparedClauses, clauseEdit, clausesOf, memberEdit, placeOf, placeOfView } from './clause-edit.js';
import { clauseEdits, isSchemaOnBoth } from './clause-edits.js';
import { idleEdits } from './idle-edits.js';
import { remarkEdits } from './remark-edits.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaView } from './schema-view.js';
import { listNodes, mapNodes, viewsOf } from './schema-view.js';
import type { Sides } from '../sides.js';

/** How two schemas are walked. */
export interface EditWalk {
  readonly direction: Direction | undefined;
  /** Whether two schemas are written alike: what lies below them is passed over. */
  readonly isSame: (older: Node, newer: Node) => boolean;
  /** Whether two schemas are known to mean the same, however they are written. */
  readonly isEquivalent: (older: Node, newer: Node) => boolean;
  /** Of this direction: the same schemas are parts of many. */
  readonly known: KnownPairs;
}

/** What is known of pairs of schemas, whatever they are parts of, by the places of the schemas. */
export type KnownPairs = Map<string, SchemaPair>;

interface SchemaPair {
  readonly sides: Sides<readonly Node[]>;
  /** What it comes to: edits, and the pairs below it, in the order of telling; `undefined` as long as nobody has asked. */
  steps: readonly PairStep[] | undefined;
}

/** Places are relative to the pair. */
type PairStep = { readonly kind: 'edit'; readonly edit: SchemaEdit } | ({ readonly kind: 'pair' } & PairBelow);

interface PairBelow {
  readonly location: readonly string[];
  readonly pair: SchemaPair;
  /** Whether the two are arms of `oneOf`. */
  readonly isAlternative: boolean;
}

/**
 * How the writing of two schemas differs, place by place, references followed and `allOf` laid together. Members that do not travel in the
 * direction count as absent.
 *
 * @param older - as it was
 * @param newer - as it is
 * @param walk - what is passed over
 * @returns the shallowest first, then in document order of the newer schema, at most some hundreds
 */
export function schemaEdits(older: Node, newer: Node, walk: EditWalk): readonly SchemaEdit[] {
  const start = pairOf(walk, [[older], [newer]]);
  const edits: SchemaEdit[] = [];
  // A map can grow while it is walked: what lies below comes behind what lies beside, so that each pair is told at its shortest place.
  const ways = new Map<SchemaPair, Way>([[start, { names: [], above: undefined, depth: 0, isAlternative: false }]]);
  for (const [pair, way] of ways) {
    pair.steps ??= stepsOf(walk, pair.sides);
    for (const step of pair.steps) {
      if (step.kind === 'edit') edits.push(editAt(way, pair, step.edit));
      else if (!ways.has(step.pair) && way.depth < MAX_DEPTH && ways.size < MAX_PAIR_COUNT) ways.set(step.pair, wayBelow(way, step));
    }
    if (edits.length >= MAX_EDIT_COUNT) break;
  }
  return edits.slice(0, MAX_EDIT_COUNT);
}

/** Where in a value: put together only where there is something to tell. */
interface Way {
  readonly names: readonly string[];
  readonly above: Way | undefined;
  /** Names down to here. */
  readonly depth: number;
  /** Whether it leads into an arm of `oneOf`. */
  readonly isAlternative: boolean;
}

function wayBelow(above: Way, { location, isAlternative }: PairBelow): Way {
  return { names: location, above, depth: above.depth + location.length, isAlternative: above.isAlternative || isAlternative };
}

function editAt(way: Way, { sides }: SchemaPair, own: SchemaEdit): SchemaEdit {
  const edit: SchemaEdit = { ...own, location: locationOf(way, own.location), own };
  const [[older], [newer]] = sides;
  return way.isAlternative && older !== undefined && newer !== undefined ? { ...edit, inAlternative: [older, newer] } : edit;
}

function locationOf(way: Way, below: readonly string[]): readonly string[] {
  const parts: (readonly string[])[] = [below];
  for (let current: Way | undefined = way; current !== undefined; current = current.above) parts.push(current.names);
  return parts.reverse().flat();
}

function pairOf({ known }: EditWalk, sides: Sides<readonly Node[]>): SchemaPair {
  const key = sides.map((nodes) => nodes.map(nameOf).join(' ')).join(' | ');
  const pair = known.get(key) ?? { sides, steps: undefined };
  known.set(key, pair);
  return pair;
}

/** One pair while it is compared. */
interface State {
  readonly walk: EditWalk;
  readonly steps: PairStep[];
}

function pushEdits({ steps }: State, edits: readonly SchemaEdit[]): void {
  for (const edit of edits) steps.push({ kind: 'edit', edit });
}

function compareBelowPair(
  { walk, steps }: State,
  { location, isAlternative = false }: Partial<PairBelow> & Pick<PairBelow, 'location'>,
  sides: Sides<readonly Node[]>,
): void {
  steps.push({ kind: 'pair', location, isAlternative, pair: pairOf(walk, sides) });
}

function stepsOf(walk: EditWalk, [older, newer]: Sides<readonly Node[]>): readonly PairStep[] {
  const [left, right] = [older[0], newer[0]];
  const isPair = older.length === 1 && newer.length === 1 && left !== undefined && right !== undefined;
  if (isPair && walk.isSame(left, right)) return [];
  const state: State = { walk, steps: [] };
  const views = viewsOf([older, newer]);
  pushEdits(
    state,
    remarkEdits([], ...views).filter((edit) => !isToldByMembers(edit, walk)),
  );
  // One meaning has many spellings: only where something is written differently is it worth a proof.
  const changed = clauseEdits(views, walk.isSame);
  const isRespelled = changed.length > 0 && isPair && walk.isEquivalent(left, right);
  pushEdits(state, isRespelled ? idleEdits(changed, views) : changed);
  compareMembers(state, [], views);
  if (!isRespelled) compareBelowAll(state, [], views);
  return state.steps;
}

/** A member that does not travel is told as one that is not there. */
function isToldByMembers({ keyword }: SchemaEdit, { direction }: EditWalk): boolean {
  return keyword === (direction === 'request' ? 'readOnly' : 'writeOnly') && direction !== undefined;
}

function compareBelowAll(state: State, location: readonly string[], views: Sides<SchemaView>): void {
  for (const keyword of ['anyOf', 'oneOf']) compareArms(state, { location, keyword, clauses: clausesOf(views, keyword) });
  compareRequired(state, location, views);
  for (const keyword of ['items', 'additionalProperties']) compareBelow(state, { location, keyword, clauses: clausesOf(views, keyword) });
}

function compareArms(state: State, compared: ComparedClauses): void {
  const [older, newer] = compared.clauses;
  const arms: Sides<readonly Node[]> = [older.flatMap(listNodes), newer.flatMap(listNodes)];
  if (older.length !== newer.length || arms[0].length !== arms[1].length) return;
  const [left, right] = withoutSame(arms, state.walk);
  const isAlternative = compared.keyword === 'oneOf';
  const names = new Map(right.map((node) => [armName(node), node]));
  left.forEach((node, index) => {
    const other = names.get(armName(node)) ?? right[index];
    if (other !== undefined) compareBelowPair(state, { location: compared.location, isAlternative }, [[node], [other]]);
  });
}

/** Arms that are written alike are the same ones, wherever they stand. */
function withoutSame([older, newer]: Sides<readonly Node[]>, { isSame }: EditWalk): Sides<readonly Node[]> {
  const left: Node[] = [];
  const right = new Set(newer);
  for (const [index, node] of older.entries()) {
    const opposite = newer[index];
    const isThere = opposite !== undefined && right.has(opposite) && isSame(node, opposite);
    const same = isThere ? opposite : [...right].find((other) => isSame(node, other));
    if (same === undefined) left.push(node);
    else right.delete(same);
  }
  return [left, [...right]];
}

/** A reference by what it leads to, others by their title, so that arms may change their order. */
function armName({ value, pointer }: Node): string {
  const word = isJsonObject(value) ? (value['$ref'] ?? value['title']) : undefined;
  return typeof word === 'string' ? word : pointer;
}

function compareMembers(state: State, location: readonly string[], [older, newer]: Sides<SchemaView>): void {
  const left = travelling(state, mapNodes(older.clauses.get('properties')));
  const right = travelling(state, mapNodes(newer.clauses.get('properties')));
  for (const [name, nodes] of right) {
    const before = left.get(name);
    const below = [...location, name];
    if (before !== undefined) compareBelowPair(state, { location: below }, [before, nodes]);
    else pushEdits(state, [memberEdit('member-added', below, { older: placeOfView(older), newer: placeOf(nodes[0]) })]);
  }
  for (const [name, nodes] of left) {
    if (right.has(name)) continue;
    pushEdits(state, [memberEdit('member-removed', [...location, name], { older: placeOf(nodes[0]), newer: placeOfView(newer) })]);
  }
}

function travelling({ walk }: State, members: ReadonlyMap<string, readonly Node[]>): ReadonlyMap<string, readonly Node[]> {
  const { direction } = walk;
  if (direction === undefined) return members;
  return new Map([...members].filter(([, nodes]) => !nodes.some((node) => isHidden(node, direction))));
}

/** Of members that both versions have: what came or went is told as such. */
function compareRequired(state: State, location: readonly string[], views: Sides<SchemaView>): void {
  const [older, newer] = views;
  const [before, after] = [requiredNames(older), requiredNames(newer)];
  const [left, right] = [older, newer].map((view) => travelling(state, mapNodes(view.clauses.get('properties'))));
  for (const name of new Set([...before, ...after])) {
    if (before.has(name) === after.has(name) || left?.has(name) !== right?.has(name)) continue;
    const edit = clauseEdit({ location: [...location, name], keyword: 'required', clauses: clausesOf(views, 'required') });
    const places = { older: edit.older ?? placeOfView(older), newer: edit.newer ?? placeOfView(newer) };
    pushEdits(state, [{ ...edit, ...places, before: before.has(name), after: after.has(name) }]);
  }
}

function requiredNames({ clauses }: SchemaView): ReadonlySet<string> {
  const names = (clauses.get('required') ?? []).flatMap(({ value }): readonly JsonValue[] => (Array.isArray(value) ? value : []));
  return new Set(names.filter((name) => typeof name === 'string'));
}

function compareBelow(state: State, compared: ComparedClauses): void {
  const [older, newer] = compared.clauses;
  if (!isSchemaOnBoth(compared.clauses)) return;
  const nodes = (clauses: readonly Clause[]): readonly Node[] => clauses.map((clause) => childNode(clause, clause.value));
  compareBelowPair(state, { location: [...compared.location, '*'] }, [nodes(older), nodes(newer)]);
}

function nameOf(node: Node): string {
  return `${node.resource.documentUri}#${node.pointer}`;
}

const MAX_EDIT_COUNT = 300;
const MAX_PAIR_COUNT = 5_000;
const MAX_DEPTH = 64;
