import type { OperationEntry } from '../../contract/contract.js';
import { decodedSegment, templateSegments, type TemplateSegment } from '../../contract/path-values.js';

/** A path template as state sees it: without a file name's ending, every parameter a whole segment. */
export type PathPlan = readonly TemplateSegment[];

/**
 * The segments of an operation's path; `undefined` where a path is no place: two operations that differ only behind `?` or `#` are two actions.
 *
 * @param path - the template as written: `/orders/{id}.json`
 */
export function pathPlan(path: string): PathPlan | undefined {
  return /[?#]/.test(path) ? undefined : templateSegments(path.replace(FILE_ENDING, ''));
}

/**
 * The same for paths that differ only in the names of their parameters.
 *
 * @param plan - of a path
 */
export function shapeOf(plan: PathPlan): string {
  return plan.map((segment) => `/${segment.kind === 'parameter' ? '{}' : segment.text}`).join('');
}

/**
 * The place that a plan leads to: its values in the place of its parameters, encoded.
 *
 * @param plan - of a path, or the beginning of one
 * @param pathValues - raw, still percent-encoded
 */
export function placeOf(plan: PathPlan, pathValues: ReadonlyMap<string, string>): string {
  return plan
    .map((segment) => `/${segment.kind === 'literal' ? segment.text : encodeURIComponent(valueIn(pathValues, segment.name))}`)
    .join('');
}

/**
 * The value of a path parameter, decoded.
 *
 * @param pathValues - raw, still percent-encoded
 * @param name - of the parameter
 */
export function valueIn(pathValues: ReadonlyMap<string, string>, name: string): string {
  return decodedSegment(pathValues.get(name) ?? '');
}

/** The operations of one place, by method. */
export type PlaceMethods = ReadonlyMap<string, OperationEntry>;

/** Twilio's `/Calls/{Sid}.json`: the ending says how a thing is written, not which one it is. */
const FILE_ENDING = /\.(?:json|xml)$/;
