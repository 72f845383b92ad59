import { matchesGlob } from '../base/glob.js';
import { patternFromText } from '../schema/pattern/pattern.js';
import { headerValue } from '../wire/http-message.js';
import { bodyDifferences } from './body-differences.js';
import type { CallDifference, CallMatch, MatchedCall, PathMatch, TextMatch } from './call-match.js';
import type { RecordedRequest } from './exchange.js';

/**
 * In what a call differs from what is meant.
 *
 * @param match - as `callMatchFromJson` gives it
 * @param call - its path is taken without the query
 * @returns in the order of the members of a match; empty: it is meant
 */
export function callDifferences(match: CallMatch, call: MatchedCall): readonly CallDifference[] {
  const { request, operation, status } = call;
  const [path = '', query = ''] = splitOnce(request.target, '?');
  return [
    ...(match.operation === undefined || match.operation === operation ? [] : [difference('operation', match.operation, operation)]),
    ...(match.method === undefined || match.method === request.method ? [] : [difference('method', match.method, request.method)]),
    ...(match.path === undefined || isPath(match.path, path) ? [] : [difference('path', writtenPath(match.path), path)]),
    ...(match.query === undefined ? [] : queryDifferences(match.query, query)),
    ...(match.headers === undefined ? [] : headerDifferences(match.headers, request)),
    ...(match.body === undefined ? [] : bodyDifferences(match.body, request)),
    ...(match.status === undefined || match.status === status ? [] : [difference('status', String(match.status), status?.toString())]),
  ];
}

function difference(part: string, expected: string, seen: string | undefined): CallDifference {
  return { part, expected, seen };
}

function queryDifferences(match: NonNullable<CallMatch['query']>, query: string): readonly CallDifference[] {
  const parameters = new URLSearchParams(query);
  return Object.entries(match).flatMap(([name, expected]) => {
    const values = parameters.getAll(name);
    const seen = values.length === 0 ? undefined : values.join(', ');
    return isSomeText(expected, values) ? [] : [difference(`query.${name}`, writtenText(expected), seen)];
  });
}

function headerDifferences(match: NonNullable<CallMatch['headers']>, { headers }: RecordedRequest): readonly CallDifference[] {
  return Object.entries(match).flatMap(([name, expected]) => {
    const value = headerValue(headers, name);
    return isSomeText(expected, value === undefined ? [] : [value]) ? [] : [difference(`headers.${name}`, writtenText(expected), value)];
  });
}

/**
 * How many members a match has: of two calls that differ in as much, that which was asked more of is no nearer.
 *
 * @param match - any
 */
export function memberCount({ operation, method, path, query = {}, headers = {}, body, status }: CallMatch): number {
  const plain = [operation, method, path, status].filter((member) => member !== undefined).length;
  const ofBody = body === undefined ? 0 : body.kind === 'pointers' ? Object.keys(body.values).length : 1;
  return plain + Object.keys(query).length + Object.keys(headers).length + ofBody;
}

function isPath(match: PathMatch, path: string): boolean {
  return 'glob' in match ? matchesGlob(match.glob, path) : matchesPattern(match.pattern, path);
}

function isSomeText(match: TextMatch, values: readonly string[]): boolean {
  if ('isPresent' in match) return match.isPresent === values.length > 0;
  return values.some((value) => ('equals' in match ? value === match.equals : matchesPattern(match.pattern, value)));
}

/** What cannot be decided within bounds does not match: an order of a test is not followed by mistake. */
function matchesPattern(source: string, text: string): boolean {
  const pattern = patternFromText(source);
  const undecided = pattern.undecidedCount();
  return pattern.test(text.slice(0, MAX_PATTERN_TEXT)) && pattern.undecidedCount() === undecided;
}

function writtenPath(match: PathMatch): string {
  return 'glob' in match ? match.written : `/${match.pattern}/`;
}

function writtenText(match: TextMatch): string {
  if ('equals' in match) return match.equals;
  return 'pattern' in match ? `/${match.pattern}/` : match.isPresent ? 'any' : 'none';
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const MAX_PATTERN_TEXT = 65_536;
