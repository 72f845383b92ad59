import { isJsonMediaType, isSequentialMediaType, parseMediaType } from '../../base/media-type.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { InvalidValue } from '../../schema/breach/invalid-value.js';
import type { FormPlan, PartPlan } from './part-plan.js';

/**
 * Whether an invalid value, written as text, is one that servers take for something valid by long habit: an empty text for nothing at
 * all, `1` or `on` for `true`. To call that a fault would help nobody.
 *
 * @param plan - of the part that it stands in
 * @param form - how it is sent; JSON keeps its types, so nothing there is forgiven
 * @param invalid - the value and what it breaks
 */
export function isForgiven(plan: PartPlan, form: FormPlan, { value, breach }: InvalidValue): boolean {
  if (keepsTypes(form)) return false;
  const leaf = valueAtPointer(value, breach.instancePointer);
  if (isEmpty(leaf)) return plan.part.kind === 'body' || !plan.part.isRequired;
  if (breach.keyword !== 'type' || typeof leaf === 'object' || !BOOLEAN_TEXT.test(String(leaf))) return false;
  const document = form.schema?.documents.get(breach.schemaUri);
  const types = document === undefined ? undefined : valueAtPointer(document, breach.schemaPointer);
  return types === 'boolean' || (Array.isArray(types) && types.includes('boolean'));
}

function keepsTypes({ mediaType }: FormPlan): boolean {
  const parsed = mediaType === undefined ? undefined : parseMediaType(mediaType.name);
  return parsed !== undefined && (isJsonMediaType(parsed) || isSequentialMediaType(parsed));
}

function isEmpty(value: JsonValue | undefined): boolean {
  // A list of one empty text is written as that text.
  return value !== undefined && value !== null && (String(value) === '' || (typeof value === 'object' && Object.keys(value).length === 0));
}

const BOOLEAN_TEXT = /^(?:0|1|yes|no|on|off|t|f|y|n|true|false)$/i;
