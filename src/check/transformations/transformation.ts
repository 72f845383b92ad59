import type { JsonValue } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import type { DeclaredTransformation } from '../../workspace/transformations-from-json.js';

/** A declared transformation with its models and functions. */
export interface Transformation {
  readonly declared: DeclaredTransformation;
  readonly a: Schema;
  readonly b: Schema;
  readonly functions: TransformationFunctions;
}

/** What the module of a transformation exports; each may throw, and may give anything. */
export interface TransformationFunctions {
  /** Makes a value of `b` of one of `a`. */
  readonly to: TransformValue;
  /** Makes a value of `a` of one of `b`; `undefined` where there is no way back. */
  readonly from: TransformValue | undefined;
}

/** A function of the user's own: bounded in time by the host. */
export type TransformValue = (value: JsonValue) => Promise<unknown>;

/** Which of the two models. */
export type Side = 'a' | 'b';
