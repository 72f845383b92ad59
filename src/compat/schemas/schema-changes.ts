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
  const open = comparison.open.filter((part) => !breaks.some((found) => isAt(part.location, found.location)));
  return [
    ...breaks.map((found) => changeFromBreak(site, versions, found)),
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
const TEXTS = new WeakMap<Violation, { readonly of: JsonValue; readonly texts: BreakTexts }>();

function textsOfBreak({ violation, witness, writer }: SchemaBreak): BreakTexts {
  const known = TEXTS.get(violation);
  if (known !== undefined && known.of === witness) return known.texts;
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
      at: tokensFromPointer(violation.instancePointer).join('/'),
      property: subject === '' ? undefined : subject,
      value: shortened(JSON.stringify(witness)),
    },
  };
  TEXTS.set(violation, { of: witness, texts });
  return texts;
}

function changeFromBreak(site: SchemaSite, versions: SchemaVersions, found: SchemaBreak): Change {
  const { witness, location } = found;
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
    witness: () => site.show(witness).witness ?? bareWitness(site, witness),
    impact: { ...site.impact, schemas: { ...versions, direction: site.direction ?? 'request' }, below: location, value: witness },
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

function changeFromOpen(site: SchemaSite, versions: SchemaVersions, part: OpenPart): Change {
  const [older, newer] = site.writer === 'consumer' ? [part.writer, part.reader] : [part.reader, part.writer];
  const { reason } = part;
  return {
    code: 'compat/schema-undecided',
    direction: site.isReversed === true ? 'both' : directionOf(site.writer),
    effect: 'undecided',
    guards: site.guards ?? [],
    operation: site.operation,
    location: [...site.location, ...part.location],
    older: { file: older.uri, pointer: older.pointer },
    newer: { file: newer.uri, pointer: newer.pointer },
    cause: `open ${site.writer} ${older.uri}#${older.pointer} ${newer.uri}#${newer.pointer}`,
    args: {
      reason: reason.kind,
      keyword: reason.kind === 'keyword' ? reason.keyword : undefined,
      reference: reason.kind === 'reference' ? reason.reference : undefined,
    },
    impact: { ...site.impact, schemas: { ...versions, direction: site.direction ?? 'request' }, below: part.location },
  };
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
