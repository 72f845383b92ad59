import type { Operation, Response } from '../../contract/contract.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { Change } from '../change.js';
import { directionOf, otherSide } from '../change.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfOperation, placeOfPart, rolesOf } from './call-site.js';
import type { ResponsePair } from './content-part.js';
import { contentChanges } from './content-changes.js';
import { headerChanges } from './header-changes.js';
import { linkChanges } from './link-changes.js';
import { refusedOnly } from './request-witness.js';
import { showResponse, shownResponseBreak } from './response-witness.js';

/**
 * What became of the responses of a call. A status falls under the exact one, the range or `default` of each version, so what is compared
 * are the pairs that one status can meet.
 *
 * @param site - the call
 * @see https://spec.openapis.org/oas/v3.1.1.html#responses-object
 */
export function responseChanges(site: CallSite): readonly Change[] {
  const [older, newer] = [site.older.operation, site.newer.operation];
  const pairs = pairsOf(older, newer);
  const met = new Set(pairs.flatMap((pair) => [pair.older, pair.newer]));
  return [
    ...newer.responses.filter((response) => !met.has(response)).map((response) => addedResponse(site, response)),
    ...older.responses.filter((response) => !met.has(response)).map((response) => removedResponse(site, response)),
    ...pairs.flatMap((pair) => foldedResponse(site, pair)),
    ...pairs.flatMap((pair) => pairChanges(site, pair)),
  ];
}

function pairsOf(older: Operation, newer: Operation): readonly ResponsePair[] {
  const pairs = new Map<string, ResponsePair>();
  for (const code of representatives(older, newer)) {
    const [before, after] = [responseForStatus(older, code), responseForStatus(newer, code)];
    if (before === undefined || after === undefined) continue;
    const key = `${before.status} ${after.status}`;
    if (!pairs.has(key)) pairs.set(key, { older: before, newer: after, code });
  }
  return [...pairs.values()];
}

/** Each status that is named, and of each class one that is not. */
function representatives(older: Operation, newer: Operation): readonly number[] {
  const named = [...new Set([...newer.responses, ...older.responses].map(({ status }) => Number(status)))].filter(
    (code) => !Number.isNaN(code),
  );
  const others = [2, 4, 5, 3, 1].map((first) => otherOfClass(first, named));
  return [...named, ...others];
}

function otherOfClass(first: number, named: readonly number[]): number {
  for (const last of PREFERRED) if (!named.includes(first * 100 + last)) return first * 100 + last;
  return first * 100 + 99;
}

const PREFERRED: readonly number[] = [0, 1, 2, 3, 22, 26, 50, 77];

/** A status the newer version may give and the older one never had. */
function addedResponse(site: CallSite, response: Response): Change {
  const writer = otherSide(site.caller);
  const code = codeOf(site.newer.operation, response);
  return changeAtCall(site, {
    code: 'compat/response-added',
    direction: directionOf(writer),
    effect: writer === 'provider' ? 'widened' : 'added',
    guards: isKnownByClass(site, response) && site.comparing.mode === 'robust' ? ['robust-reader'] : [],
    location: ['response', response.status],
    older: placeOfOperation(site.older.operation),
    newer: placeOfPart(site.newer.operation, response),
    args: { status: response.status },
    witness: () =>
      code === undefined || writer !== 'provider'
        ? undefined
        : refusedOnly(shownResponseBreak(showResponse(rolesOf(site, 'response'), { response, status: code }), ['status'])),
    impact: { side: 'response', status: response.status },
  });
}

/**
 * Who reads responses must know each class, and takes a status it does not know for the x00 of its class: a refusal stays a refusal. A new
 * success is one more beside those that consumers know, unless it takes the place of one.
 *
 * @see RFC 9110 §15
 */
function isKnownByClass({ older, newer }: CallSite, { status }: Response): boolean {
  if (!status.startsWith('2')) return true;
  const known = older.operation.responses.filter((response) => response.status.startsWith('2'));
  // Where no success was ever declared, one is more of what everybody has to expect.
  return known.every((response) => newer.operation.responses.some((other) => other.status === response.status));
}

function removedResponse(site: CallSite, response: Response): Change {
  const writer = otherSide(site.caller);
  // Nobody waits for a refusal.
  const isAwaited = response.status.startsWith('2');
  return changeAtCall(site, {
    code: 'compat/response-removed',
    direction: directionOf(writer),
    effect: 'removed',
    guards: isAwaited ? [] : ['optional'],
    location: ['response', response.status],
    older: placeOfPart(site.older.operation, response),
    newer: placeOfOperation(site.newer.operation),
    args: { status: response.status },
    impact: { side: 'response', status: response.status },
  });
}

/** A success that is no longer named: it may still come, but nobody says that it does. */
function foldedResponse(site: CallSite, { older, newer }: ResponsePair): readonly Change[] {
  const isFolded = /^2\d\d$/.test(older.status) && !site.newer.operation.responses.some(({ status }) => status === older.status);
  if (!isFolded) return [];
  return [
    changeAtCall(site, {
      code: 'compat/response-removed',
      direction: directionOf(otherSide(site.caller)),
      effect: 'lifecycle',
      location: ['response', older.status],
      older: placeOfPart(site.older.operation, older),
      newer: placeOfPart(site.newer.operation, newer),
      args: { status: older.status, under: newer.status },
      impact: { side: 'response', status: older.status },
    }),
  ];
}

function codeOf(operation: Operation, response: Response): number | undefined {
  const exact = Number(response.status);
  if (!Number.isNaN(exact)) return exact;
  const classes = response.status === 'default' ? [5, 4, 2, 3] : [Number(response.status.charAt(0))];
  return classes
    .map((first) =>
      otherOfClass(
        first,
        operation.responses.map(({ status }) => Number(status)),
      ),
    )
    .find((code) => responseForStatus(operation, code) === response);
}

function pairChanges(site: CallSite, pair: ResponsePair): readonly Change[] {
  const { older, newer } = pair;
  const part = {
    side: 'response' as const,
    location: ['response', newer.status, 'body'],
    older: placeOfPart(site.older.operation, older),
    newer: placeOfPart(site.newer.operation, newer),
    contents: [older.content, newer.content] as const,
    status: pair,
  };
  return [...contentChanges(site, part), ...headerChanges(site, pair), ...linkChanges(site, pair)];
}
