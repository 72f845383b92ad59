import type { JsonValue } from '../../base/json.js';
import { simpleCheck } from '../check.js';
import { codePointCount } from '../code-points.js';
import { formatTest } from '../format/format.js';
import { patternFromText } from '../pattern/pattern.js';
import type { CompileKeyword } from './child.js';

/**
 * `minLength`, in code points.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.2
 */
export const compileMinLength: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  // A code point takes one or two units, so most texts need no counting.
  const holds = (text: string): boolean => text.length >= limit && (text.length >= 2 * limit || codePointCount(text) >= limit);
  return simpleCheck(clause, (value: JsonValue) => typeof value !== 'string' || holds(value), { limit });
};

/**
 * `maxLength`, in code points.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1
 */
export const compileMaxLength: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  const holds = (text: string): boolean => text.length <= limit || (text.length <= 2 * limit && codePointCount(text) <= limit);
  return simpleCheck(clause, (value: JsonValue) => typeof value !== 'string' || holds(value), { limit });
};

/**
 * `pattern`. One that is no regular expression demands nothing, as does one that cannot be decided within its bounds.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.3
 */
export const compilePattern: CompileKeyword = ({ clause }) => {
  if (typeof clause.value !== 'string') return undefined;
  const pattern = patternFromText(clause.value);
  return simpleCheck(clause, (value: JsonValue) => typeof value !== 'string' || pattern.test(value), { pattern: clause.value });
};

/**
 * `format`. One that we do not know demands nothing.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7
 */
export const compileFormat: CompileKeyword = ({ clause, compiler }) => {
  if (!compiler.assertsFormat || typeof clause.value !== 'string') return undefined;
  const test = formatTest(clause.value);
  return test === undefined ? undefined : simpleCheck(clause, test, { format: clause.value });
};
