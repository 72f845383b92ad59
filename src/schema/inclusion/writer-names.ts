import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { patternFromText } from '../pattern/pattern.js';
import type { Evaluated } from './evaluated.js';
import { evaluatedBy } from './evaluated.js';
import { childNodes, memberNodes, referredNode } from './literal.js';

/** Names that some schemas speak of, looked up without putting them together. */
export interface SpokenNames {
  readonly isAll: boolean;
  readonly has: (name: string) => boolean;
  /** The names that are spoken of one by one. */
  readonly names: () => readonly string[];
  /** The patterns of others. */
  readonly sources: () => readonly string[];
}

/**
 * The members that a closed writer may write: those that its schemas name, by whatever keyword.
 *
 * @param held - schemas that hold, references and `allOf` opened
 * @param maybe - schemas that may hold beside
 */
export function writerNames(held: readonly Node[], maybe: readonly Node[]): SpokenNames {
  const sure = held.map((node) => evaluatedBy(node, 'itself'));
  const more = maybe.map((node) => evaluatedBy(node, 'perhaps'));
  return spokenBy([...sure, ...more], [...held.map(demandedBy), ...maybe.map(demandedPerhaps)]);
}

/**
 * The names that schemas may speak of, in any branch.
 *
 * @param maybe - schemas that may hold
 */
export function spokenPerhaps(maybe: readonly Node[]): SpokenNames {
  return spokenBy(
    maybe.map((node) => evaluatedBy(node, 'perhaps')),
    [],
  );
}

function spokenBy(parts: readonly Evaluated[], demanded: readonly ReadonlySet<string>[]): SpokenNames {
  const isAll = parts.some(({ isAllNames }) => isAllNames);
  const sources = (): readonly string[] => [...new Set(parts.flatMap((part) => part.sources))];
  const isMet = (name: string): boolean => parts.some((part) => part.sources.some((source) => patternFromText(source).test(name)));
  return {
    isAll,
    sources,
    names: () => [...new Set([...parts.flatMap(({ names }) => [...names]), ...demanded.flatMap((names) => [...names])])],
    has: (name) => isAll || parts.some(({ names }) => names.has(name)) || demanded.some((names) => names.has(name)) || isMet(name),
  };
}

/**
 * Whether a schema may say nothing at all of a value, so that a writer may write anything.
 *
 * @param node - of a writer
 */
export function isFree(node: Node, depth = 0): boolean {
  if (!isJsonObject(node.value) || depth > MAX_DEPTH) return true;
  return [...clausesFromNode(node).values()].every((clause) => {
    const { keyword, value } = clause;
    if (SILENT.has(keyword)) return true;
    if (keyword === '$ref') {
      const target = referredNode(clause);
      return target === undefined || isFree(target, depth + 1);
    }
    if (DYNAMIC.has(keyword)) return true;
    if (keyword === 'allOf') return !Array.isArray(value) || childNodes(clause).every((child) => isFree(child, depth + 1));
    if (keyword === 'anyOf' || keyword === 'oneOf') return childNodes(clause).some((child) => isFree(child, depth + 1));
    return keyword === 'if';
  });
}

const MAX_DEPTH = 20;
const DYNAMIC: ReadonlySet<string> = new Set(['$dynamicRef', '$recursiveRef']);
const SILENT: ReadonlySet<string> = new Set('then else nullable readOnly writeOnly default example examples'.split(' '));

const OWN_DEMANDED = new WeakMap<Node, ReadonlySet<string>>();

function demandedBy(node: Node): ReadonlySet<string> {
  const known = OWN_DEMANDED.get(node);
  if (known !== undefined) return known;
  const names = new Set<string>();
  noteDemanded(node, names);
  OWN_DEMANDED.set(node, names);
  return names;
}

function noteDemanded(node: Node, names: Set<string>): void {
  const clauses = clausesFromNode(node);
  noteTexts(clauses.get('required')?.value, names);
  const dependent = clauses.get('dependentRequired')?.value;
  if (isJsonObject(dependent)) for (const list of Object.values(dependent)) noteTexts(list, names);
  const discriminator = clauses.get('discriminator')?.value;
  const property = isJsonObject(discriminator) ? discriminator['propertyName'] : discriminator;
  if (typeof property === 'string') names.add(property);
}

function noteTexts(list: JsonValue | undefined, names: Set<string>): void {
  if (Array.isArray(list)) for (const name of list) if (typeof name === 'string') names.add(name);
}

const DEMANDED = new WeakMap<Node, ReadonlySet<string>>();

/** What a schema or any of its branches asks for. */
function demandedPerhaps(root: Node): ReadonlySet<string> {
  const known = DEMANDED.get(root);
  if (known !== undefined) return known;
  const found = new Set<Node>();
  const names = new Set<string>();
  const add = (node: Node): void => {
    if (!isJsonObject(node.value) || found.has(node)) return;
    found.add(node);
    noteDemanded(node, names);
    const clauses = clausesFromNode(node);
    const target = referredNode(clauses.get('$ref'));
    if (target !== undefined) add(target);
    for (const keyword of ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else']) childNodes(clauses.get(keyword)).forEach(add);
    for (const [, child] of memberNodes(clauses.get('dependentSchemas'))) add(child);
  };
  add(root);
  DEMANDED.set(root, names);
  return names;
}
