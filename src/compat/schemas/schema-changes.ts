import type { MessageArguments } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Witness } from '../../finding/finding.js';
import { nodeFromSchema } from '../../schema/node.js';
import type { Node } from '../../schema/node.js';
import { schemaFromNode } from '../../schema/node.js';
import type { OpenPart, SchemaBreak } from '../../schema/inclusion/schema-comparison.js';
import type { Violation } from '../../schema/violation.js';
import { textFromViolation } from '../../schema/violation.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import { nodeOfSchema, placeName } from '../comparing.js';
import { breaksOnWire } from './breaks-on-wire.js';
import { changeFromEdit } from './change-from-edit.js';
import { changeFromOpen, isUntouched } from './open-parts.js';
import { ownBreak } from './own-break.js';
import type { SchemaEdit } from './schema-edit.js';
import { schemaEdits } from './schema-edits.js';
import type { SchemaSite, SchemaVersions } from './schema-site.js';

/**
 * What became of the values at one place: what can no longer be read, with a value that shows it; what could not be decided; and what is
 * written differently beside that.
 *
 * @param site - who writes there, and how it is shown
 * @param versions - its schemas
 */
export function schemaChanges(site: SchemaSite, versions: SchemaVersions): readonly Change[] {
  const { comparing, direction, writer } = site;
  const { older, newer } = versions;
  if (older.dialect === newer.dialect && comparing.isSameText(nodeOfSchema(older), nodeOfSchema(newer))) return [];
  const roles = writer === 'consumer' ? { writer: older, reader: newer } : { writer: newer, reader: older };
  const comparison = comparing.judge({ ...roles, direction, needsWitness: site.isText });
  const breaks = site.isText ? breaksOnWire(site, roles.writer, comparison.breaks) : comparison.breaks;
  const edits = site.isReversed === true ? [] : editsOf(site, versions);
  const open = comparison.open.filter((part) => !breaks.some((found) => isAt(part.location, found.location)) && !isUntouched(site, part));
  return [
    ...breaks.map((found) => changeFromBreak(site, versions, { found, own: ownBreak(site, { ...roles, direction }, found) })),
    ...open.map((part) => changeFromOpen(site, versions, part)),
    ...edits.filter((edit) => !isTold(edit, breaks, open) && isWritten(edit, site)).map((edit) => changeFromEdit(site, versions, edit)),
  ];
}

function editsOf({ comparing, direction }: SchemaSite, { older, newer }: SchemaVersions): readonly SchemaEdit[] {
  const key = `${direction} ${placeName(older)} ${placeName(newer)}`;
  // What stands for no schema at all has the place of its owner.
  const isPlain = older.value !== true && newer.value !== true;
  const known = isPlain ? comparing.knownEdits.get(key) : undefined;
  if (known !== undefined) return known;
  const knownPairs = comparing.knownPairs.get(direction) ?? new Map();
  comparing.knownPairs.set(direction, knownPairs);
  const edits = schemaEdits(nodeFromSchema(older), nodeFromSchema(newer), {
    direction,
    known: knownPairs,
    isSame: (left, right) => older.dialect === newer.dialect && comparing.isSameText(textNode(left), textNode(right)),
    isEquivalent: (left, right) => comparing.isEquivalent(schemaFromNode(left), schemaFromNode(right), direction),
  });
  if (isPlain) comparing.knownEdits.set(key, edits);
  return edits;
}

function textNode({ value, resource, pointer }: Node): ReturnType<typeof nodeOfSchema> {
  return { value, uri: resource.documentUri, pointer };
}

/** What is told of a break wherever it shows. */
interface BreakTexts {
  readonly reader: Place;
  readonly other: Place | undefined;
  readonly cause: string;
  readonly args: MessageArguments;
}

/** One break shows in hundreds of operations. */
const TEXTS = new WeakMap<Violation, BreakTexts>();

function textsOfBreak({ violation, writer }: SchemaBreak): BreakTexts {
  const known = TEXTS.get(violation);
  if (known !== undefined) return known;
  const { property } = violation.args;
  const subject = typeof property === 'string' ? property : '';
  const reader = { file: violation.schemaUri, pointer: violation.schemaPointer };
  const texts: BreakTexts = {
    reader,
    other: writer === undefined ? undefined : { file: writer.uri, pointer: writer.pointer },
    cause: `${reader.file}#${reader.pointer} ${subject}`,
    args: {
      keyword: violation.keyword,
      clause: textFromViolation(violation),
      property: subject === '' ? undefined : subject,
    },
  };
  TEXTS.set(violation, texts);
  return texts;
}

/** A break, and the same with a value of the place where it is told. */
interface ToldBreak {
  readonly found: SchemaBreak;
  readonly own: () => SchemaBreak | undefined;
}

function changeFromBreak(site: SchemaSite, versions: SchemaVersions, { found, own }: ToldBreak): Change {
  const { location } = found;
  const { reader, other, cause, args } = textsOfBreak(found);
  const isOfConsumer = site.writer === 'consumer';
  return {
    code: 'compat/schema-broken',
    direction: site.isReversed === true ? 'both' : directionOf(site.writer),
    effect: isOfConsumer ? 'narrowed' : 'widened',
    guards: site.guards ?? [],
    operation: site.operation,
    location: [...site.location, ...location],
    older: isOfConsumer ? other : reader,
    newer: isOfConsumer ? reader : other,
    cause: `break ${site.writer} ${cause}`,
    args: { ...args, ...sendingOf(site) },
    shownArgs: () => shownArgs(own()),
    witness: () => {
      const shown = own();
      return shown && (site.show(shown.witness).witness ?? bareWitness(site, shown.witness));
    },
    impact: { ...site.impact, schemas: { ...versions, direction: site.direction ?? 'request' }, below: location },
  };
}

/** Whose message of which version it is that the other one refuses. */
function sendingOf({ writer, sender = writer }: SchemaSite): MessageArguments {
  return { sender, sending: writer === 'consumer' ? 'older' : 'newer' };
}

/** Where the whole cannot be written, as a media type without a form for it: the value alone. */
function bareWitness({ impact }: SchemaSite, value: JsonValue): Witness {
  const message = { line: impact.part ?? impact.mediaType ?? impact.side, headers: [], body: JSON.stringify(value) };
  return impact.side === 'request' ? { request: message } : { response: message };
}

/** The value that shows it, and where in it. */
function shownArgs(found: SchemaBreak | undefined): MessageArguments {
  if (found === undefined) return {};
  return { at: tokensFromPointer(found.violation.instancePointer).join('/'), value: shortened(JSON.stringify(found.witness)) };
}

/** Where nothing is written as XML, nothing follows from what it would look like. */
function isWritten({ keyword }: SchemaEdit, { impact }: SchemaSite): boolean {
  return keyword !== 'xml' || /[/+]xml(?:$|;)/i.test(impact.mediaType ?? '');
}

/** What a break or an open part speaks of already. */
function isTold(edit: SchemaEdit, breaks: readonly SchemaBreak[], open: readonly OpenPart[]): boolean {
  if (open.some((part) => startsWith(edit.location, part.location))) return edit.kind !== 'remark';
  return breaks.some((found) => isToldBy(edit, found));
}

function isToldBy(edit: SchemaEdit, { violation, location }: SchemaBreak): boolean {
  const { keyword, args, schemaPointer } = violation;
  const { property } = args;
  if (WHOLE.has(keyword)) return startsWith(edit.location, location);
  const named = typeof property === 'string' && location.at(-1) !== property ? [...location, property] : location;
  if (MEMBERS.has(keyword) && isAt(edit.location, named)) return true;
  if (!isAt(edit.location, location)) return false;
  // What stands below `then` or `contains` is told by the clause that refused.
  return (
    edit.keyword === keyword || edit.keyword === 'format' || schemaPointer.includes(`/${edit.keyword}/`) || isCount(edit.keyword, keyword)
  );
}

function isCount(keyword: string, other: string): boolean {
  return other === 'contains' && keyword.endsWith('Contains');
}

function startsWith(location: readonly string[], start: readonly string[]): boolean {
  return start.length <= location.length && start.every((token, index) => token === location[index]);
}

function isAt(location: readonly string[], other: readonly string[]): boolean {
  return location.length === other.length && startsWith(location, other);
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

const MAX_VALUE_LENGTH = 2_000;
/** What such a clause refuses is refused whole. */
const WHOLE: ReadonlySet<string> = new Set(['type', 'anyOf', 'oneOf', 'not', 'enum', 'const', 'false schema', '$ref', 'unevaluatedItems']);
const MEMBERS: ReadonlySet<string> = new Set([
  'required',
  'additionalProperties',
  'unevaluatedProperties',
  'dependentRequired',
  'propertyNames',
]);
