import type { JsonValue } from '../base/json.js';
import type { Dialect } from './dialect.js';

/** A schema where it was written: nothing is copied, dereferenced or compiled before it is used. */
export interface Schema {
  /** As written: an object, or `true` / `false`. */
  readonly value: JsonValue;
  readonly dialect: Dialect;
  /** The URI of the document it stands in, without a fragment; a key of `documents`. */
  readonly uri: string;
  /** JSON pointer within that document. */
  readonly pointer: string;
  readonly documents: DocumentSet;
}

/** The parsed documents that references may lead to, all of them loaded before: looking one up reads no file. */
export interface DocumentSet {
  /** The document of a URI without a fragment, or `undefined` when it was not loaded. */
  get(uri: string): JsonValue | undefined;
}

/** Which way a value travels: `readOnly` members are not part of a request, `writeOnly` members not part of a response. */
export type Direction = 'request' | 'response';
