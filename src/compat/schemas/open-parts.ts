import { valueAtPointer } from '../../base/json-pointer.js';
import type { Contract } from '../../contract/contract.js';
import type { DocumentNode } from '../../contract/openapi/reading.js';
import type { OpenPart, SchemaPlace } from '../../schema/inclusion/schema-comparison.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import type { SchemaSite, SchemaVersions } from './schema-site.js';

/**
 * The change that nobody could decide.
 *
 * @param site - where
 * @param versions - the schemas of the site
 * @param part - what was left open of them
 */
export function changeFromOpen(site: SchemaSite, versions: SchemaVersions, part: OpenPart): Change {
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

/**
 * Whether a place is open only for a reference that leads nowhere in either version, by the same words: whatever is written there, this change has
 * no part in it.
 *
 * @param site - where
 * @param part - of the two schemas of the site
 */
export function isUntouched({ comparing, writer }: SchemaSite, part: OpenPart): boolean {
  if (part.reason.kind !== 'reference') return false;
  const [before, after] = writer === 'consumer' ? [part.writer, part.reader] : [part.reader, part.writer];
  return comparing.isSameText(nodeAt(comparing.older, before), nodeAt(comparing.newer, after));
}

/** A place may be told by the reference that stands there. */
function nodeAt({ documents }: Contract, { uri, pointer: told }: SchemaPlace): DocumentNode {
  const pointer = told.replace(/\/\$ref$/, '');
  return { value: valueAtPointer(documents.get(uri) ?? null, pointer), uri, pointer };
}
