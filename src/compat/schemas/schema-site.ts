import type { JsonValue } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import type { Contract } from '../../contract/contract.js';
import type { Witness } from '../../finding/finding.js';
import type { Direction, Schema } from '../../schema/schema.js';
import type { ChangeImpact, Writer } from '../change.js';
import type { Comparing } from '../comparing.js';

/** One place of an exchange or a message that a schema speaks of, in both versions. */
export interface SchemaSite {
  readonly comparing: Comparing;
  /** Of the finding, by id. */
  readonly operation: string;
  /** Of the exchange: `['request', 'body']`. */
  readonly location: readonly string[];
  readonly writer: Writer;
  /** Whose message it is where the writer only says which version is older: of events. Default the writer. */
  readonly sender?: Writer | 'either';
  /** What weighs on all that is found there. */
  readonly guards?: readonly string[];
  /** Which members travel. */
  readonly direction: Direction | undefined;
  readonly impact: Omit<ChangeImpact, 'schemas' | 'below'>;
  /** The whole exchange or message with this value in its place. */
  readonly show: (value: JsonValue) => ShownValue;
  /** Whether values are written as text, so that only what stands on the wire tells. */
  readonly isText: boolean;
  /** The versions change roles: of events either side may be of either version. Only what breaks is told then. */
  readonly isReversed?: boolean;
}

/** The two schemas of one place. */
export interface SchemaVersions {
  readonly older: Schema;
  readonly newer: Schema;
}

/** A value on the wire, and what each side makes of it. */
export interface ShownValue {
  readonly witness: Witness | undefined;
  /** Whether the writer's contract lets it pass and the reader's does not; `undefined` when it could not be tried. */
  readonly isRefused: boolean | undefined;
}

/**
 * The schema of a place that has none: everything is let in.
 *
 * @param contract - whose dialect it is of
 * @param place - that it would stand at
 */
export function openSchema({ dialect, documents, file }: Contract, place: Place | undefined): Schema {
  return { value: true, dialect, uri: place?.file ?? file, pointer: place?.pointer ?? '', documents };
}
