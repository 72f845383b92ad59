import { breakConst, breakEnum, breakNot, breakType } from './break-any.js';
import { breakContains, breakMaxItems, breakMinItems, breakUnevaluatedItems, breakUniqueItems } from './break-list.js';
import { breakExclusiveMaximum, breakExclusiveMinimum, breakMaximum, breakMinimum, breakMultipleOf } from './break-number.js';
import {
  breakDependentRequired,
  breakMaxProperties,
  breakMinProperties,
  breakPropertyNames,
  breakRequired,
  breakUndeclared,
} from './break-object.js';
import { breakFormat, breakMaxLength, breakMinLength, breakPattern } from './break-text.js';
import { breakAnyOf, breakOneOf } from './break-union.js';
import type { Breaker } from './breaking.js';

/** How each keyword is broken. `if` is broken by what stands in `then` and `else`, `nullable` cannot be. */
export const BREAKERS: ReadonlyMap<string, Breaker> = new Map<string, Breaker>([
  ['type', breakType],
  ['enum', breakEnum],
  ['const', breakConst],
  ['multipleOf', breakMultipleOf],
  ['minimum', breakMinimum],
  ['maximum', breakMaximum],
  ['exclusiveMinimum', breakExclusiveMinimum],
  ['exclusiveMaximum', breakExclusiveMaximum],
  ['minLength', breakMinLength],
  ['maxLength', breakMaxLength],
  ['pattern', breakPattern],
  ['format', breakFormat],
  ['minItems', breakMinItems],
  ['maxItems', breakMaxItems],
  ['uniqueItems', breakUniqueItems],
  ['contains', breakContains],
  ['unevaluatedItems', breakUnevaluatedItems],
  ['required', breakRequired],
  ['dependentRequired', breakDependentRequired],
  ['additionalProperties', breakUndeclared],
  ['unevaluatedProperties', breakUndeclared],
  ['propertyNames', breakPropertyNames],
  ['minProperties', breakMinProperties],
  ['maxProperties', breakMaxProperties],
  ['anyOf', breakAnyOf],
  ['oneOf', breakOneOf],
  ['not', breakNot],
]);
