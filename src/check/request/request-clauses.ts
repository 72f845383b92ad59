import type { Operation } from '../../contract/contract.js';
import type { SchemaClause } from '../../schema/boundary/schema-clauses.js';
import { schemaClauses } from '../../schema/boundary/schema-clauses.js';
import type { Schema } from '../../schema/schema.js';
import { isIgnoredHeader } from '../../wire/ignored-header.js';
import type { ClausePlace } from '../test-case.js';

/**
 * The clauses that a contract has for the requests of an operation, each once: which parts are required, and what the schemas of
 * parameters and bodies say.
 *
 * @param operation - of the contract
 * @returns what `TestCase.exercises` is counted over
 */
export function requestClauses(operation: Operation): readonly ClausePlace[] {
  const found = new Map<string, ClausePlace>();
  const add = (clause: ClausePlace): void => {
    found.set(`${clause.keyword} ${clause.file}#${clause.pointer}`, clause);
  };
  for (const parameter of operation.parameters) {
    if (isIgnoredHeader(parameter)) continue;
    const file = parameter.file ?? operation.file;
    if (parameter.required && parameter.in !== 'path') add({ keyword: 'required', file, pointer: parameter.pointer });
    const schema = parameter.form.kind === 'style' ? parameter.form.schema : parameter.form.mediaType.schema;
    for (const clause of clausesOf(schema)) add(clause);
  }
  const { requestBody } = operation;
  if (requestBody === undefined) return [...found.values()];
  if (requestBody.required) add({ keyword: 'required', file: requestBody.file ?? operation.file, pointer: requestBody.pointer });
  for (const { schema, itemSchema } of requestBody.content) {
    for (const clause of [...clausesOf(schema), ...clausesOf(itemSchema)]) add(clause);
  }
  return [...found.values()];
}

/**
 * A clause of a schema as cases name it.
 *
 * @param clause - of any schema
 */
export function clausePlaceOf({ keyword, schemaUri, schemaPointer }: SchemaClause): ClausePlace {
  return { keyword, file: schemaUri, pointer: schemaPointer };
}

function clausesOf(schema: Schema | undefined): readonly ClausePlace[] {
  return schema === undefined ? [] : schemaClauses(schema, { direction: 'request' }).map(clausePlaceOf);
}
