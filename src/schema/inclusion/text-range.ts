import { formatTest } from '../format/format.js';
import { parsePattern } from '../pattern/parse-pattern.js';
import { isRegularExpression } from '../pattern/pattern.js';
import type { Program } from '../pattern/pattern-program.js';
import { programFromTree } from '../pattern/pattern-program.js';
import type { Atom } from './atom.js';
import type { Automaton } from './text-automaton.js';
import { automatonOf, hasNoCommonText } from './text-automaton.js';

/**
 * Whether no text keeps to all atoms.
 *
 * @param atoms - of any kind; those of other types are passed over
 */
export function hasNoText(atoms: readonly Atom[]): boolean {
  const lengths = lengthsOf(atoms);
  if (lengths.least > lengths.most) return true;
  if (hasClash(atoms)) return true;
  const denied = atoms.filter((atom) => atom.kind === 'pattern' && !atom.isHeld);
  const held = atoms.flatMap(sourcesHeld);
  if (denied.length + held.length === 0) return false;
  const isSearched = denied.length > 0 || held.length > 1 || lengths.least > 0 || lengths.most < Number.POSITIVE_INFINITY;
  if (!isSearched) return false;
  return hasNoCommonText({
    // An expression that cannot be followed only leaves more texts.
    held: held.flatMap(automata),
    denied: denied.flatMap((atom) => (atom.kind === 'pattern' ? automata(atom.source) : [])),
    least: lengths.least,
    most: lengths.most,
  });
}

/** What is known of the texts of a format, as the length and an expression that each matches. */
const FORMAT_FACTS: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly source?: string }> = new Map([
  ['date', { least: 10, most: 10, source: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }],
  ['uuid', { least: 36, most: 36, source: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }],
  ['ipv4', { least: 7, most: 15, source: '^[0-9]{1,3}([.][0-9]{1,3}){3}$' }],
  ['ipv6', { least: 2, most: 45 }],
  ['email', { least: 3, most: Number.POSITIVE_INFINITY }],
  ['hostname', { least: 1, most: 253 }],
]);
/** Texts of the first are texts of the second. */
const WIDER_FORMATS: ReadonlyMap<string, readonly string[]> = new Map([
  ['uri', ['uri-reference', 'iri', 'iri-reference']],
  ['uri-reference', ['iri-reference']],
  ['iri', ['iri-reference']],
  ['email', ['idn-email']],
]);

function lengthsOf(atoms: readonly Atom[]): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (const atom of atoms) {
    if (atom.kind === 'limit' && atom.keyword === 'minLength') least = Math.max(least, Math.ceil(atom.limit));
    if (atom.kind === 'limit' && atom.keyword === 'maxLength') most = Math.min(most, Math.floor(atom.limit));
    const facts = atom.kind === 'format' && atom.isHeld ? FORMAT_FACTS.get(atom.name) : undefined;
    if (facts !== undefined) [least, most] = [Math.max(least, facts.least), Math.min(most, facts.most)];
  }
  return { least, most };
}

function hasClash(atoms: readonly Atom[]): boolean {
  return atoms.some((denied) => {
    if (denied.kind === 'pattern' && !denied.isHeld)
      return atoms.some((atom) => atom.kind === 'pattern' && atom.isHeld && atom.source === denied.source);
    if (denied.kind !== 'format' || denied.isHeld) return false;
    if (isFormatOfNumbers(denied.name)) return true;
    return atoms.some(
      (atom) =>
        atom.kind === 'format' &&
        atom.isHeld &&
        (atom.name === denied.name || WIDER_FORMATS.get(atom.name)?.includes(denied.name) === true),
    );
  });
}

/** It lets every text in, as one of texts lets every number in. */
function isFormatOfNumbers(name: string): boolean {
  return formatTest(name)?.(0.5) === false;
}

function sourcesHeld(atom: Atom): readonly string[] {
  if (atom.kind === 'pattern' && atom.isHeld) return [atom.source];
  const source = atom.kind === 'format' && atom.isHeld ? FORMAT_FACTS.get(atom.name)?.source : undefined;
  return source === undefined ? [] : [source];
}

const PROGRAMS = new Map<string, Automaton | undefined>();
const MAX_KEPT = 2_000;

function automata(source: string): readonly Automaton[] {
  if (!PROGRAMS.has(source)) {
    if (PROGRAMS.size >= MAX_KEPT) PROGRAMS.clear();
    PROGRAMS.set(source, newAutomaton(source));
  }
  const known = PROGRAMS.get(source);
  return known === undefined ? [] : [known];
}

function newAutomaton(source: string): Automaton | undefined {
  // Without the `u` flag an expression reads halves of code points: those are not followed.
  const tree = isRegularExpression(source) ? parsePattern(source) : undefined;
  const program: Program | undefined = tree === undefined ? undefined : programFromTree(tree);
  return program === undefined ? undefined : automatonOf(program);
}
