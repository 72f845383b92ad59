import type { Parameter } from '../../contract/contract.js';
import type { Schema } from '../../schema/schema.js';

/**
 * The schema of a parameter's value.
 *
 * @param parameter - of any form
 */
export function schemaOfParameter(parameter: Parameter | undefined): Schema | undefined {
  if (parameter === undefined) return undefined;
  return parameter.form.kind === 'style' ? parameter.form.schema : parameter.form.mediaType.schema;
}
