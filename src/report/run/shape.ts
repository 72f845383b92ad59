import { isJsonObject } from '../../base/json.js';

/** Whether a value that came out of a parser has a shape. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const number: Shape = (value) => typeof value === 'number';
export const flag: Shape = (value) => typeof value === 'boolean';
export const json: Shape = () => true;

/** @param values - texts, numbers or booleans */
export function oneOf(...values: readonly unknown[]): Shape {
  return (value) => values.includes(value);
}

/** Absent, or of that shape. */
export function optional(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((shape) => shape(value));
}

export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

export const texts: Shape = listOf(text);

/** An object each of whose members has that shape. */
export function mapOf(shape: Shape): Shape {
  return (value) => isJsonObject(value) && Object.values(value).every(shape);
}

/** An object with these members; others are let be. */
export function members(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) => isJsonObject(value) && entries.every(([name, shape]) => shape(Object.hasOwn(value, name) ? value[name] : undefined));
}

/** What a sentence of ours is filled with. */
export const args: Shape = mapOf(either(text, number, flag, texts));
