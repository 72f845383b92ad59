import type { Finding } from '../finding/finding.js';
import type { JsonValue } from '../base/json.js';
import type { Dialect } from '../schema/dialect.js';
import type { DocumentSet, Schema } from '../schema/schema.js';
import type { Channel, ContractServer, EventOperation } from './channel.js';
import type { SecurityRequirement, SecurityScheme } from './security.js';

export type { SecurityRequirement, SecurityScheme } from './security.js';

/** What one system offers. Cheap to read whatever the size of the document: an operation is read when it is asked for, once. */
export interface Contract {
  /** The document it was read from: a path as the user gave it, a URL, or `-`. */
  readonly file: string;
  readonly specification: Specification;
  readonly title: string;
  readonly version: string;
  /** Path prefixes of the servers (`/v1`, `''`), without a trailing slash, each once, in document order. */
  readonly basePaths: readonly string[];
  /** In document order, each with a distinct `id`. */
  readonly operations: readonly OperationEntry[];
  /** Where events flow, in document order; empty for OpenAPI. */
  readonly channels: readonly Channel[];
  /** What the system does with its channels, in document order; empty for OpenAPI. */
  readonly eventOperations: readonly EventOperation[];
  /** Of AsyncAPI, in document order; empty for OpenAPI. */
  readonly servers: readonly ContractServer[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** The defects that reading the outline has shown; those of an operation are in its `defects`. */
  readonly defects: readonly Finding[];
  /** The rules its schemas are written in, all files together. */
  readonly dialect: Dialect;
  /** The parsed root document, as written. */
  readonly root: JsonValue;
  /** The root document and all that its references lead to, by the name that places use (`Schema.uri`, `Place.file`). */
  readonly documents: DocumentSet;
  /** The text of each document by the same name, for looking up lines. */
  readonly texts: ReadonlyMap<string, string>;
}

/** OpenAPI by its version; AsyncAPI, and events that only schemas describe (a folder of JSON Schemas, CloudEvents among them), by their names. */
export type Specification =
  | '2.0'
  | '3.0'
  | '3.1'
  | '3.2'
  | `asyncapi-2.${0 | 1 | 2 | 3 | 4 | 5 | 6}`
  | `asyncapi-3.${0 | 1}`
  | 'json-schema';

/** One line of a contract's outline: enough to route by. */
export interface OperationEntry {
  /** The `operationId` when there is one and it is the first of that name, else `GET /path`. */
  readonly id: string;
  /** Upper case, any token of RFC 9110 §9.1 (`GET`, `QUERY`). */
  readonly method: string;
  /** The template as written: `/orders/{id}`. */
  readonly path: string;
  readonly pointer: string;
  readonly tags: readonly string[];
  /** The whole operation; read on the first call and kept. Never throws: what is wrong is in `defects`. */
  read(): Operation;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly file: string;
  readonly pointer: string;
  readonly deprecated: boolean;
  /** Path-level and operation-level together, the latter winning; Swagger 2.0 body and form parameters are in `requestBody`. */
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  /** In document order. */
  readonly responses: readonly Response[];
  /** Any one of these lets a request in; `[]` means no security at all. */
  readonly security: readonly SecurityRequirement[];
  readonly defects: readonly Finding[];
  /** Set when the operation cannot be served or tested: the reason. */
  readonly unusable: Finding | undefined;
}

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie' | 'querystring';
/** OpenAPI styles; Swagger 2.0's `collectionFormat` is brought to them (`csv` → simple/form, `ssv` → spaceDelimited, `pipes` → pipeDelimited, `multi` → form+explode, `tsv` → tabDelimited). */
export type ParameterStyle =
  | 'matrix'
  | 'label'
  | 'simple'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject'
  | 'cookie';

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  /** How the value is written; with `kind: 'content'` it is a text of that media type. */
  readonly form:
    | {
        readonly kind: 'style';
        readonly style: ParameterStyle;
        readonly explode: boolean;
        readonly allowReserved: boolean;
        readonly allowEmptyValue: boolean;
        readonly schema: Schema | undefined;
      }
    | { readonly kind: 'content'; readonly mediaType: MediaType };
  readonly examples: readonly Example[];
}

export interface RequestBody {
  readonly required: boolean;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  readonly content: readonly MediaType[];
}

export interface MediaType {
  /** As written, parameters and all: `application/json; charset=utf-8`, `image/*`. */
  readonly name: string;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  readonly schema: Schema | undefined;
  /** Of each item of a stream (OpenAPI 3.2: `application/jsonl`, `text/event-stream`, …). */
  readonly itemSchema: Schema | undefined;
  readonly examples: readonly Example[];
  /** By property name, for form and multipart bodies. */
  readonly encoding: ReadonlyMap<string, Encoding>;
}

export interface Encoding {
  readonly contentType: string | undefined;
  readonly headers: readonly Header[];
  readonly style: ParameterStyle | undefined;
  readonly explode: boolean | undefined;
  readonly allowReserved: boolean;
}

export interface Example {
  /** The key in `examples`, `default` for a lone `example`. */
  readonly name: string;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  /** The value as data; `undefined` when the document only has it as text or elsewhere (`externalValue`). */
  readonly value: JsonValue | undefined;
  /** The value as it stands on the wire (OpenAPI 3.2 `serializedValue`). */
  readonly serialized: string | undefined;
  readonly externalValue: string | undefined;
}

export interface Response {
  /** `200`, `2XX` (upper case) or `default`. */
  readonly status: string;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  readonly description: string;
  readonly headers: readonly Header[];
  /** In document order; JSON comes first only if the document says so. */
  readonly content: readonly MediaType[];
  /** What may be called next with values of this answer, in document order; Swagger 2.0 has none. */
  readonly links: readonly Link[];
}

/** Where an answer leads: another operation, and where its values come from. */
export interface Link {
  /** The key in `links`. */
  readonly name: string;
  readonly pointer: string;
  /** The document that `pointer` leads into. */
  readonly file: string;
  /** By the `operationId` as written, or by where the operation stands. Whether the contract has it is for the reader to see. */
  readonly target:
    | { readonly kind: 'id'; readonly operationId: string }
    | { readonly kind: 'place'; readonly file: string; readonly pointer: string };
  /** By name as written: `id`, or `path.id` where two parameters have one name. */
  readonly parameters: ReadonlyMap<string, LinkValue>;
  readonly requestBody: LinkValue | undefined;
}

/** A value of a link: as it stands, or to be taken from the exchange that the link belongs to. */
export type LinkValue =
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly expression: RuntimeExpression }
  /** A text with expressions inside of it: `user-{$response.body#/id}`. */
  | { readonly kind: 'template'; readonly text: string };

/** A value of an exchange: OpenAPI 3.1.1 §4.8.20.4. */
export type RuntimeExpression =
  | { readonly of: 'url' | 'method' | 'statusCode' }
  /** `name` is a JSON pointer into a body, the name of a header in lower case, or the name of a parameter. */
  | { readonly of: 'request' | 'response'; readonly from: 'header' | 'query' | 'path' | 'body'; readonly name: string };

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly pointer: string;
  /** The document that `pointer` leads into; absent means that of the operation. */
  readonly file?: string;
  readonly form:
    | { readonly kind: 'style'; readonly explode: boolean; readonly schema: Schema | undefined }
    | { readonly kind: 'content'; readonly mediaType: MediaType };
  readonly examples: readonly Example[];
}
