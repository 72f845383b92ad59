import type { Dialect } from './dialect.js';

/** What sets a dialect apart when a keyword is read. */
export interface DialectRules {
  /** 4, 6, 7, 2019 or 2020: the draft whose vocabulary the dialect has. OpenAPI before 3.1 stands on draft 4. */
  readonly draft: 4 | 6 | 7 | 2019 | 2020;
  /** Members beside `$ref` mean nothing (draft 7 and older, OpenAPI before 3.1). */
  readonly isReferenceAlone: boolean;
  /** The member that gives a schema its own URI, if the dialect has one. */
  readonly id: 'id' | '$id' | undefined;
  /** The member that lets `null` in beside the type. */
  readonly nullable: 'nullable' | 'x-nullable' | undefined;
  readonly isOpenApi: boolean;
}

/**
 * The rules of a dialect.
 *
 * @param dialect - as the schema says
 */
export function rulesOfDialect(dialect: Dialect): DialectRules {
  return RULES[dialect];
}

/**
 * The dialect that a `$schema` member names, or `undefined` when it is not one of the published ones.
 *
 * @param uri - with or without an empty fragment
 * @see https://json-schema.org/specification-links
 */
export function dialectFromSchemaUri(uri: string): Dialect | undefined {
  return PUBLISHED.get(uri.endsWith('#') ? uri.slice(0, -1) : uri);
}

const RULES: Readonly<Record<Dialect, DialectRules>> = {
  'swagger-2.0': { draft: 4, isReferenceAlone: true, id: undefined, nullable: 'x-nullable', isOpenApi: true },
  'openapi-3.0': { draft: 4, isReferenceAlone: true, id: undefined, nullable: 'nullable', isOpenApi: true },
  'openapi-3.1': { draft: 2020, isReferenceAlone: false, id: '$id', nullable: undefined, isOpenApi: true },
  'draft-04': { draft: 4, isReferenceAlone: true, id: 'id', nullable: undefined, isOpenApi: false },
  'draft-06': { draft: 6, isReferenceAlone: true, id: '$id', nullable: undefined, isOpenApi: false },
  'draft-07': { draft: 7, isReferenceAlone: true, id: '$id', nullable: undefined, isOpenApi: false },
  '2019-09': { draft: 2019, isReferenceAlone: false, id: '$id', nullable: undefined, isOpenApi: false },
  '2020-12': { draft: 2020, isReferenceAlone: false, id: '$id', nullable: undefined, isOpenApi: false },
};

const PUBLISHED: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['http://json-schema.org/draft-04/schema', 'draft-04'],
  ['http://json-schema.org/draft-06/schema', 'draft-06'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
  ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['https://spec.openapis.org/oas/3.1/dialect/base', 'openapi-3.1'],
  ['https://spec.openapis.org/oas/3.1/dialect/2024-11-10', 'openapi-3.1'],
  ['https://spec.openapis.org/oas/3.2/dialect/2025-09-17', 'openapi-3.1'],
]);
