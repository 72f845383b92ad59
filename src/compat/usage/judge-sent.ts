import { appendToken } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { REDACTED } from '../../journal/redact.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import type { ConsumerQuestion } from './consumer-question.js';
import type { Evidence } from './evidence.js';
import { areRelated, interactions, placeText } from './evidence.js';
import { problemsOfSent } from './problems-of-sent.js';
import { areShapesWhole, areValuesWhole } from './select-requests.js';
import type { OperationUsage, SentRequest } from './usage.js';

/**
 * What a change of what an operation takes does to a consumer that calls it: each request that it sent is written as the older version has it,
 * and judged by the newer one.
 *
 * @param called - by the consumer
 * @param question - a change of a request
 */
export function judgeSent(called: OperationUsage, { change, comparing }: ConsumerQuestion): Evidence {
  const { impact } = change;
  const seen = interactions(called.interactionCount);
  const { older, newer } = impact ?? {};
  if (older === undefined || newer === undefined || called.sent.length === 0)
    return { verdict: 'unknown', text: `calls it in ${seen}; what it sends was not kept` };
  const place = placeOf(change);
  const what = placeText(place);
  const judged = called.sent.map((request) => judgedRequest(request, { older, newer, place, comparing }));
  const refused = judged.find(({ problem }) => problem !== undefined);
  if (refused?.problem !== undefined)
    return { verdict: 'breaks', text: `sends in ${seen} what is refused now: ${refused.problem.message}` };
  // What is about the call as a whole, as its credentials or its stability, does not stand in what is sent.
  if (place.length === 0) return { verdict: 'unknown', text: `calls it in ${seen}; what it sends does not tell` };
  if (change.effect === 'removed' && judged.some(({ isSent }) => isSent))
    return { verdict: 'unknown', text: `sends ${what} in ${seen}, which nobody reads any longer` };
  if (judged.some(({ isKnown }) => !isKnown)) return { verdict: 'unknown', text: `calls it in ${seen}; what it sends there was not kept` };
  const partly = {
    verdict: 'unknown',
    text: `sends ${what} in ${seen}; of what it sends only a part was kept, all of which is still taken`,
  } as const;
  if (!areShapesWhole(called.sent)) return partly;
  if (!judged.some(({ isSent }) => isSent)) return { verdict: 'safe', text: `does not send ${what} in ${seen}` };
  const keyword = OF_PRESENCE.has(change.code) ? 'required' : String(change.args['keyword']);
  if (!areValuesWhole(called.sent, pointerOf(place), keyword)) return partly;
  return { verdict: 'safe', text: `sends ${what} in ${seen}, all of which is still taken` };
}

/** Changes that ask only whether something is there. */
const OF_PRESENCE: ReadonlySet<string> = new Set(
  'compat/parameter-requirement compat/parameter-added compat/body-requirement compat/body-added compat/media-type-removed'.split(' '),
);

interface Judging {
  readonly older: Operation;
  readonly newer: Operation;
  /** `['query', 'limit']`, `['body', 'items', '*']`; empty for the whole request. */
  readonly place: readonly string[];
  readonly comparing: ConsumerQuestion['comparing'];
}

interface JudgedRequest {
  /** What is wrong with it now, and was not before. */
  readonly problem: RequestProblem | undefined;
  /** Whether there is something at the place of the change. */
  readonly isSent: boolean;
  /** Whether it is known what was sent there. */
  readonly isKnown: boolean;
}

function judgedRequest(request: SentRequest, { older, newer, place, comparing }: Judging): JudgedRequest {
  const isInBody = place[0] === 'body';
  const isKnown = !isInBody || request.mediaType === undefined || request.body !== undefined;
  const isSent = place.length === 0 || valuesAt(request, place).length > 0;
  const before = problemsOfSent(request, { written: older, operation: older, contract: comparing.older });
  const after = problemsOfSent(request, { written: older, operation: newer, contract: comparing.newer });
  // What was refused before is no matter of the change, and what stands for a secret says nothing.
  if (before === undefined || after === undefined || before.some(isOfValue) || !isKnown)
    return { problem: undefined, isSent, isKnown: false };
  const problem = after.find((each) => isOfValue(each) && isAt(request, each, place) && !isRedactedAt(request, each));
  const isHidden = valuesAt(request, place).some(holdsRedacted);
  return { problem, isSent, isKnown: !isHidden };
}

/** Credentials are not kept. */
function isOfValue({ kind }: RequestProblem): boolean {
  return kind !== 'security';
}

/** A type of body that is not taken any longer takes all that is in it along; what is missing is told at the object that lacks it. */
function isAt(request: SentRequest, { kind, code, location }: RequestProblem, place: readonly string[]): boolean {
  if (place.length === 0) return true;
  if (kind === 'media-type') return place[0] === 'body';
  if (!areRelated(location, place)) return false;
  const isAbove = location.length < place.length;
  return code !== 'required' || !isAbove || valuesAt(request, place.slice(0, location.length + 1)).length === 0;
}

function isRedactedAt(request: SentRequest, { location }: RequestProblem): boolean {
  return valuesAt(request, location).some(holdsRedacted);
}

function placeOf({ impact, args, location }: ConsumerQuestion['change']): readonly string[] {
  const below = impact?.below ?? [];
  const { property } = args;
  const whole = typeof property === 'string' && below.at(-1) !== property ? [...below, property] : below;
  if (impact?.part !== undefined) {
    const cut = impact.part.indexOf(':');
    return [impact.part.slice(0, cut), impact.part.slice(cut + 1), ...whole];
  }
  const isOfBody = impact?.mediaType !== undefined || impact?.schemas !== undefined || location.at(-1) === 'body';
  return isOfBody ? ['body', ...whole] : [];
}

/** Into `{ parameters, body }`. */
function pointerOf([location = '', ...rest]: readonly string[]): string {
  if (location === 'body') return rest.reduce(appendToken, '/body');
  const [name = '', ...below] = rest;
  return below.reduce(appendToken, appendToken('/parameters', `${location}:${name}`));
}

function valuesAt({ parameters, body }: SentRequest, [location, ...rest]: readonly string[]): readonly JsonValue[] {
  if (location === 'body') return body === undefined ? [] : valuesBelow(body, rest);
  const [name, ...below] = rest;
  const value = parameters[`${location}:${name}`];
  return value === undefined ? [] : valuesBelow(value, below);
}

function valuesBelow(value: JsonValue, [token, ...rest]: readonly string[]): readonly JsonValue[] {
  if (token === undefined) return [value];
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.flatMap((item, index) => (token === '*' || token === String(index) ? valuesBelow(item, rest) : []));
  }
  if (!isJsonObject(value)) return [];
  const names = token === '*' ? Object.keys(value) : Object.hasOwn(value, token) ? [token] : [];
  return names.flatMap((name) => valuesBelow(value[name] ?? null, rest));
}

function holdsRedacted(value: JsonValue): boolean {
  return JSON.stringify(value).includes(REDACTED);
}
