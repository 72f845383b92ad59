import { tokensFromPointer } from '../../base/json-pointer.js';
import { isSequentialMediaType, parseMediaType } from '../../base/media-type.js';
import type { CompatEffect } from '../../finding/finding.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { matchMediaRange } from '../../wire/media-range.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { ConsumerQuestion } from './consumer-question.js';
import type { Evidence } from './evidence.js';
import { interactions, isWithin, placeText, worstOf } from './evidence.js';
import { reducedSchema } from './reader-schema.js';
import { isStraightTo } from './straight-path.js';
import type { OperationUsage, ReadMember, ReceivedAnswer } from './usage.js';

/**
 * What a change of what an operation answers does to a consumer that calls it: all answers that the newer provider may give are held against what the
 * consumer reads of them, not those alone that it got.
 *
 * @param called - by the consumer
 * @param question - a change of a response
 */
export function judgeReceived(called: OperationUsage, question: ConsumerQuestion): Evidence {
  const { impact, effect, code } = question.change;
  const { status, mediaType, part } = impact ?? {};
  const seen = interactions(called.interactionCount);
  const answers = called.received.filter((answer) => isOfChange(answer, question));
  const what = [status, mediaType].filter((each) => each !== undefined).join(' ');
  if (PRESENCE.has(code)) return presenceEvidence(answers, { effect, what, seen });
  if (answers.length === 0) return { verdict: 'unknown', text: `calls it in ${seen}, and never got ${what}` };
  const header = part?.startsWith('header:') === true ? part.slice('header:'.length).toLowerCase() : undefined;
  if (header !== undefined) return worstOf(answers.map((answer) => headerEvidence(answer, { name: header, seen, effect })));
  const parsed = mediaType === undefined ? undefined : parseMediaType(mediaType);
  // Of a row of texts the schema speaks of each one, what is read of the whole.
  if (parsed !== undefined && isSequentialMediaType(parsed)) return { verdict: 'unknown', text: `gets ${what} in ${seen}` };
  return worstOf(answers.map(({ reads }) => readEvidence(reads, question, called.interactionCount)));
}

/**
 * What a change of a body or payload does to who reads some of its members.
 *
 * @param reads - `undefined` when nobody tracked them
 * @param question - about a body or a payload
 * @param count - of interactions
 */
export function readEvidence(reads: readonly ReadMember[] | undefined, question: ConsumerQuestion, count: number): Evidence {
  const seen = interactions(count);
  const { schemas, side } = question.change.impact ?? {};
  if (reads === undefined) return { verdict: 'unknown', text: `gets it in ${seen}; what it reads of it was not tracked` };
  if (schemas === undefined) return { verdict: 'unknown', text: `gets it in ${seen}` };
  const place = placeOfChange(question.change);
  const touched = reads.filter((read) => isWithin(tokensFromPointer(read.pointer), place));
  const verdict = verdictOfReads(question, {
    ...schemas,
    // Of a message all members travel.
    direction: side === 'message' ? undefined : schemas.direction,
    reads,
    touched,
    place,
  });
  if (touched.length > 0) return { verdict, text: `${readsText(touched)}${verdict === 'safe' ? ', which still holds' : ''}` };
  const text = `does not read ${placeText(place)} in ${seen}`;
  return { verdict, text: verdict === 'safe' ? text : `${text}, but what it reads may come with it` };
}

interface ReadQuestion {
  readonly older: Schema;
  readonly newer: Schema;
  readonly direction: Direction | undefined;
  readonly reads: readonly ReadMember[];
  /** Those at the place of the change and below it. */
  readonly touched: readonly ReadMember[];
  readonly place: readonly string[];
}

/**
 * All that may come is held against all that is read. When something else of it breaks as well, the change is looked at by itself, which says
 * something only where no union ties what is read to what is not.
 */
function verdictOfReads({ comparing }: ConsumerQuestion, question: ReadQuestion): Evidence['verdict'] {
  const { older, newer, direction, reads, touched, place } = question;
  const compare = (some: readonly ReadMember[], arms: 'open' | 'closed'): Evidence['verdict'] => {
    const { schema, isLoose } = reducedSchema(older, some, arms);
    const { kind } = comparing.judge({ writer: newer, reader: schema, direction });
    if (kind === 'breaking') return 'breaks';
    return kind === 'compatible' && !isLoose ? 'safe' : 'unknown';
  };
  const judge = (some: readonly ReadMember[]): Evidence['verdict'] => {
    const verdict = compare(some, 'open');
    // Arms that keep to what they speak of ask more than the consumer was promised: what passes them is safe, what does not need not break.
    return verdict === 'unknown' && compare(some, 'closed') === 'safe' ? 'safe' : verdict;
  };
  const whole = judge(reads);
  if (whole === 'safe') return 'safe';
  const isAlone = isStraightTo(older, place) && isStraightTo(newer, place);
  if (touched.length === 0) return isAlone ? 'safe' : 'unknown';
  const alone = touched.length === reads.length ? whole : judge(touched);
  return alone === 'safe' && !isAlone ? 'unknown' : alone;
}

function placeOfChange({ impact, args }: ConsumerQuestion['change']): readonly string[] {
  const below = impact?.below ?? [];
  // What is missing is told at the object that lacks it.
  const { property } = args;
  return typeof property !== 'string' || below.at(-1) === property ? below : [...below, property];
}

function readsText(touched: readonly ReadMember[]): string {
  const [first, ...others] = [...touched].sort((left, right) => right.count - left.count || compareTexts(left.pointer, right.pointer));
  if (first === undefined) return 'reads it';
  const more = others.length === 0 ? '' : ` and ${others.length} more there`;
  return `reads ${placeText(tokensFromPointer(first.pointer))}${more} in ${interactions(first.count)}`;
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether either version says of an answer what changed. */
function isOfChange(answer: ReceivedAnswer, { change: { impact } }: ConsumerQuestion): boolean {
  const { status, mediaType, older, newer } = impact ?? {};
  const declared = [older, newer].map((operation) =>
    operation === undefined ? undefined : responseForStatus(operation, answer.status)?.status,
  );
  if (status !== undefined && !declared.includes(status)) return false;
  if (mediaType === undefined || answer.mediaType === undefined) return true;
  const [range, actual] = [parseMediaType(mediaType), parseMediaType(answer.mediaType)];
  return range === undefined || actual === undefined || matchMediaRange(range, actual, 'essence') !== undefined;
}

interface Presence {
  readonly effect: CompatEffect;
  /** `404 application/json`. */
  readonly what: string;
  readonly seen: string;
}

/** A status or media type that came or went. */
function presenceEvidence(answers: readonly ReceivedAnswer[], { effect, what, seen }: Presence): Evidence {
  const isGone = effect === 'removed' || effect === 'narrowed';
  if (answers.length > 0) return { verdict: isGone ? 'breaks' : 'unknown', text: `gets ${what} among ${seen}` };
  if (isGone) return { verdict: 'safe', text: `never got ${what} in ${seen}` };
  return { verdict: 'unknown', text: `calls it in ${seen}; what it does with ${what} was never seen` };
}

interface HeaderChange {
  readonly effect: CompatEffect;
  readonly name: string;
  readonly seen: string;
}

function headerEvidence({ headers }: ReceivedAnswer, { name, seen, effect }: HeaderChange): Evidence {
  if (headers === undefined) return { verdict: 'unknown', text: `gets it in ${seen}; which headers it reads was not tracked` };
  if (headers.includes(name))
    return { verdict: effect === 'undecided' ? 'unknown' : 'breaks', text: `reads the header ${name} in ${seen}` };
  return { verdict: 'safe', text: `does not read the header ${name} in ${seen}` };
}

const PRESENCE: ReadonlySet<string> = new Set(
  'compat/response-removed compat/response-added compat/media-type-removed compat/media-type-added'.split(' '),
);
