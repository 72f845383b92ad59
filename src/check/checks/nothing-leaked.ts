import { textFromUtf8 } from '../../journal/recorded-body.js';
import { contentEncoding } from '../../wire/content-encoding.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, operationPlace } from '../exchange-check.js';
import { LEAKS } from './leak-patterns.js';

/**
 * The body of an error holds no stack trace, no place in the source, no error of a database, no private key, and none of the secrets that
 * the run was given.
 *
 * A text that the contract itself has (a documented example) or that the request had (an echo) is no leak; our own mock has nothing to leak.
 *
 * @see CWE-209 (Generation of Error Message Containing Sensitive Information)
 * @see RFC 9457 §5: problem details are no place for "implementation internals"
 */
export const nothingLeaked: ExchangeCheck = {
  code: 'check/nothing-leaked',
  summary: 'no stack trace, source path, database error or secret stands in an error',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { response, isMock, operation } = judged;
  if (response.status < 400 || isMock) return HOLDS;
  const text = textOf(judged);
  if (text === '') return HOLDS;
  const what = hasSecret(text, judged) ? 'a secret of this run' : leakIn(text, judged);
  if (what === undefined) return HOLDS;
  return [
    {
      severity: 'error',
      place: operationPlace(operation),
      location: ['body'],
      expected: 'an error that tells nothing of the inside',
      seen: what,
    },
  ];
}

/** With the escapes of JSON and HTML undone that stand where a trace has its line ends, blanks, slashes and quotes. */
function textOf({ response }: JudgedExchange): string {
  const { body, headers } = response;
  if (body === undefined || contentEncoding(headers) !== undefined) return '';
  const text = typeof body === 'string' ? body.slice(0, MAX_READ_COUNT) : (textFromUtf8(body.subarray(0, MAX_READ_COUNT)) ?? '');
  return text.replaceAll(/\\([nrt"/\\])|&(nbsp|lt|gt|quot);|&#39;/g, (whole) => ESCAPES[whole] ?? whole);
}

function leakIn(text: string, judged: JudgedExchange): string | undefined {
  for (const { name, pattern } of LEAKS) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && !isInContract(found, judged) && !isInRequest(found, judged)) return name;
  }
  return undefined;
}

function hasSecret(text: string, judged: JudgedExchange): boolean {
  return judged.secretValues.some((value) => isTelling(value) && text.includes(value) && !isInRequest(value, judged));
}

/** Short or plain words stand in many a sentence: `password` is a password in more than one test. */
function isTelling(secret: string): boolean {
  return secret.length >= 20 || (secret.length >= 8 && /\d/.test(secret) && /[a-z]/i.test(secret));
}

function isInContract(found: string, { contract }: JudgedExchange): boolean {
  const first = found.split('\n', 1)[0] ?? found;
  for (const text of contract.texts.values()) if (text.includes(first) || text.includes(first.replaceAll('\\', '\\\\'))) return true;
  return false;
}

/** What was sent as data comes back in many an error message. */
function isInRequest(found: string, { exchange }: JudgedExchange): boolean {
  const { body, target } = exchange.request;
  const text = body === undefined || typeof body === 'string' ? (body ?? '') : (textFromUtf8(body) ?? '');
  return text.includes(found) || target.includes(found) || target.includes(encodeURIComponent(found));
}

const MAX_READ_COUNT = 64 * 1024;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\r': '',
  '\\t': '\t',
  '\\"': '"',
  '\\/': '/',
  '\\\\': '\\',
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
