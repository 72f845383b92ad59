/**
 * The rules a schema was written in. Each is brought to the meaning of JSON Schema 2020-12 where a keyword is read, so nothing above
 * this room knows of `nullable`, boolean `exclusiveMinimum`, `definitions`, `id` or `type: file`.
 */
export type Dialect = 'swagger-2.0' | 'openapi-3.0' | 'openapi-3.1' | 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12';
