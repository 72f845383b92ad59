import type { JsonValue } from '../base/json.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Direction, Schema } from '../schema/schema.js';
import { validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';

/** One thing that is wrong with a body, told without saying whose body it is. */
export interface BodyProblem {
  readonly kind: 'media-type' | 'body';
  /** Below the body. */
  readonly location: readonly string[];
  readonly code: string;
  /** A clause after "request body" or "response body". */
  readonly message: string;
  readonly schema?: { readonly uri: string; readonly pointer: string };
}

/**
 * What a schema has against a value within a body.
 *
 * @param place - where the value stands in the body, and which way it travels
 */
export function problemsFromSchema(
  schema: Schema,
  value: JsonValue,
  { direction, below }: { readonly direction: Direction; readonly below: readonly string[] },
): readonly BodyProblem[] {
  return validate(schema, value, { direction }).map((violation) => {
    const location = [...below, ...tokensFromPointer(violation.instancePointer)];
    return {
      kind: 'body',
      location,
      code: violation.keyword,
      message: `${location.length === 0 ? '' : `at /${location.join('/')} `}${textFromViolation(violation)}`,
      schema: { uri: violation.schemaUri, pointer: violation.schemaPointer },
    };
  });
}
