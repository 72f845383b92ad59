import type { JsonValue } from '../../base/json.js';
import { simpleCheck } from '../check.js';
import { isMultipleOf } from '../multiple-of.js';
import type { CompileKeyword } from './child.js';

/** `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`: each holds for whatever is not a number. */
function numberKeyword(holds: (value: number, limit: number) => boolean): CompileKeyword {
  return ({ clause }) => {
    const limit = clause.value;
    if (typeof limit !== 'number') return undefined;
    return simpleCheck(clause, (value: JsonValue) => typeof value !== 'number' || holds(value, limit), { limit });
  };
}

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.4 */
export const compileMinimum = numberKeyword((value, limit) => value >= limit);
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.2 */
export const compileMaximum = numberKeyword((value, limit) => value <= limit);
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.5 */
export const compileExclusiveMinimum = numberKeyword((value, limit) => value > limit);
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.3 */
export const compileExclusiveMaximum = numberKeyword((value, limit) => value < limit);
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.1 */
export const compileMultipleOf = numberKeyword((value, limit) => limit <= 0 || isMultipleOf(value, limit));
