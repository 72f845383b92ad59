import { basename } from 'node:path';
import type { CompatDetail, Finding } from './finding.js';
import type { FindingCode } from './finding-code.js';

/**
 * A name for the cause of a finding: the same in every run, on every machine and with every seed, because it is made only of what the
 * contract and the law say, never of values, ports or positions of lines.
 *
 * @param finding - with its pair, when it has one; place and arguments as the judge gave them
 * @returns `m-` and ten characters of Crockford's base 32, lower case
 * @see https://www.crockford.com/base32.html
 */
export function fingerprintOf(finding: Finding): string {
  const { code, operation, pair, args } = finding;
  if (finding.compat !== undefined) return hashed(meaningOfChange(finding, finding.compat));
  const { check, seen, location } = args;
  return hashed([
    pair?.consumer ?? '',
    pair?.provider ?? '',
    code,
    typeof check === 'string' ? check : '',
    operation ?? '',
    clauseOf(finding),
    Array.isArray(location) && !isOfOperation(code) ? location.map(shapeOfToken).join('/') : '',
    typeof seen === 'string' && !isOfOperation(code) ? shapeOfSeen(seen) : '',
    ...(code.startsWith('pact/') ? demandOfPact(args) : []),
  ]);
}

/** One answer may fail to keep several demands of a pact: each is a cause. */
function demandOfPact({ at, problem }: Finding['args']): readonly string[] {
  return [at, problem].filter((word) => typeof word === 'string');
}

/** Of two versions nothing counts but what became of which part: no text, no place in a file, no name of a component. */
function meaningOfChange({ code, operation, args }: Finding, { direction, effect }: CompatDetail): readonly string[] {
  const { location, keyword, property, setting } = args;
  const words = [keyword, property, setting].map((word) => (typeof word === 'string' ? word : ''));
  return [code, operation ?? '', direction, effect, Array.isArray(location) ? location.join('/') : '', ...words];
}

/**
 * What was seen without what differs from run to run: numbers, ids, and texts that are not names. A status that stands first stays, since
 * 404 and 500 are two causes.
 *
 * @param seen - a clause, as findings have it
 */
export function shapeOfSeen(seen: string): string {
  const status = STATUS_FIRST.exec(seen)?.[0] ?? '';
  const rest = seen
    .slice(status.length)
    .replace(DOUBLE_QUOTED, (text, before: string | undefined) => (before === undefined ? '""' : text))
    .replace(SINGLE_QUOTED, (text) => (PLAIN_NAME.test(text) ? text : "''"))
    .replace(WORD_WITH_DIGIT, '#')
    .replace(/\s+/g, ' ');
  return `${status}${rest}`;
}

/** How recovery failed differs from run to run in every number: the claim is the cause. */
function isOfOperation(code: FindingCode): boolean {
  return OF_OPERATION.has(code) || code.startsWith('recovery/');
}

/** The file by its last name only: a contract is the same whatever folder it is checked out into. */
function clauseOf({ place }: Finding): string {
  return place === undefined ? '' : `${basename(place.file)}#${place.pointer ?? ''}`;
}

/** Items are counted, and keys of maps are made up: both are one place. */
function shapeOfToken(token: string): string {
  return PLAIN_TOKEN.test(token) ? token : '*';
}

/**
 * 50 bits of cyrb53, whose two words mix every character of the text.
 *
 * @see https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js
 */
function hashed(parts: readonly string[]): string {
  const text = parts.join('\u0000');
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x9e3779b1);
    second = Math.imul(second ^ unit, 0x5f356495);
  }
  first = mixed(first, second);
  second = mixed(second, first);
  const bits = (BigInt(second >>> 0) << 32n) | BigInt(first >>> 0);
  return `m-${Array.from({ length: CHARACTER_COUNT }, (_, index) => ALPHABET[Number((bits >> BigInt(5 * index)) & 31n)]).join('')}`;
}

function mixed(word: number, other: number): number {
  return Math.imul(word ^ (word >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
}

/**
 * Causes of an operation as a whole. Where and what was seen is only how it came to light: a time, what a program said when it ended, the
 * member or the list that a sequence happened to look at.
 */
const OF_OPERATION: ReadonlySet<string> = new Set([
  'check/response-time',
  'check/no-answer',
  'check/login-failed',
  'check/state-failed',
  'check/created-is-there',
  'check/location-answers',
  'check/put-replaces',
  'check/put-is-idempotent',
  'check/patch-takes-effect',
  'check/delete-takes-effect',
  'check/deleted-is-gone',
  'check/failed-create-leaves-nothing',
  'check/receiver-lives',
  'check/valid-message-processed',
  'check/invalid-message-as-promised',
  'check/duplicate-has-one-effect',
  'check/messages-in-order',
]);
const STATUS_FIRST = /^[1-5]\d\d(?=$|[\s,:;)])(?! ?(?:ms|s|bytes|characters|items)\b)/;
/** After `header` or `parameter` the quoted text is a name that the contract gives. */
const DOUBLE_QUOTED = /((?:header|parameter|property|member) )?"(?:[^"\\]|\\.)*"/g;
const SINGLE_QUOTED = /'[^']*'/g;
const PLAIN_NAME = /^'[A-Za-z_$@][A-Za-z_$@.-]{0,63}'$/;
const PLAIN_TOKEN = /^[A-Za-z_$@][A-Za-z_$@.-]{0,63}$/;
const WORD_WITH_DIGIT = /[\p{L}_-]*\p{Nd}[\p{L}\p{Nd}_-]*/gu;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTER_COUNT = 10;
