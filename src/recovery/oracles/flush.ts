import { isOfSystem } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import type { FaultSpan } from '../../journal/run-journal.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import { wentThrough } from '../messages/message-kinds.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * What the broker did not take while it was away is sent after it is back: all of it, within the time, once, and in the order in which it was first tried. What was tried is known by its id, so
 * a sender that gives its messages new ids when it tries again has sent others. Too late needs a control client; never is never.
 */
export const flush: Oracle = {
  claim: 'flush',
  summary: 'What the broker did not take while it was away is sent afterwards: all of it, in time, once, in order.',
  source: 'https://microservices.io/patterns/data/transactional-outbox.html',
  judge: (input) => {
    const withinMs = input.expectations.flushedWithinMs;
    if (withinMs === undefined) return [];
    const about = { claim: 'flush', expected: `all that was kept is sent within ${msText(withinMs)}, once and in order` } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const { absences } = messageFlow(input);
    const kept = triedMessages(input).filter(({ refused }) => refused.length > 0);
    if (kept.length === 0) return [inconclusive(about, 'nothing was sent that the broker did not take')];
    const [last] = [...absences].sort((left, right) => (right.toMs ?? Number.POSITIVE_INFINITY) - (left.toMs ?? Number.POSITIVE_INFINITY));
    if (last !== undefined && last.toMs === undefined) return [inconclusive(about, 'the broker never came back')];
    return [judgeKept({ kept, backAtMs: backAfter(kept, last), withinMs, input, about })];
  },
};

/** One message that was tried to be sent. */
interface Tried {
  readonly messageKey: string;
  readonly stream: string;
  readonly refused: readonly MessageRecord[];
  /** Of those, the ones that the broker may have taken all the same. */
  readonly isUncertain: boolean;
  readonly accepted: readonly MessageRecord[];
}

/** What the consumer sent; when it sent nothing, what anybody did. */
function triedMessages(input: OracleInput): readonly Tried[] {
  const { journal, provider, consumer } = input;
  const { absences } = messageFlow(input);
  const sent = journal.messages.filter((record) => record.side === 'sent' && record.provider === provider && record.messageKey !== '');
  const own = consumer === undefined ? [] : sent.filter(({ sender }) => isOfSystem(sender, consumer));
  const groups = new Map<string, MessageRecord[]>();
  for (const record of own.length > 0 ? own : sent) {
    const name = `${record.sender ?? ''}\n${record.messageKey}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
  }
  return [...groups.values()].map((records) => {
    const refused = records.filter(({ outcome }) => outcome !== 'accepted');
    return {
      messageKey: records[0]?.messageKey ?? '',
      stream: `${records[0]?.sender ?? ''}\n${records[0]?.channel ?? ''}\n${records[0]?.key ?? ''}`,
      refused,
      isUncertain: refused.some((record) => !wasNotTaken(record, absences)),
      accepted: records.filter(({ outcome }) => outcome === 'accepted'),
    };
  });
}

/** Who is away takes nothing, whatever the client says. */
function wasNotTaken({ outcome, atMs, settledAtMs }: MessageRecord, absences: readonly FaultSpan[]): boolean {
  if (outcome === 'refused') return true;
  return settledAtMs !== undefined && absences.some(({ fromMs, toMs = Number.POSITIVE_INFINITY }) => fromMs <= atMs && settledAtMs < toMs);
}

/** Without a fault on record the broker was back when it took something again. */
function backAfter(kept: readonly Tried[], last: FaultSpan | undefined): number {
  if (last?.toMs !== undefined) return last.toMs;
  const firstMs = Math.min(...kept.flatMap(({ accepted }) => accepted.map(({ atMs }) => atMs)));
  return Math.max(firstMs, ...kept.flatMap(({ refused }) => refused.map(({ settledAtMs, atMs }) => settledAtMs ?? atMs)));
}

interface Keeping {
  readonly kept: readonly Tried[];
  readonly backAtMs: number;
  readonly withinMs: number;
  readonly input: OracleInput;
  readonly about: { readonly claim: 'flush'; readonly expected: string };
}

function judgeKept(keeping: Keeping): Judgement {
  const { kept, about } = keeping;
  const sentCount = kept.filter(({ accepted }) => accepted.length > 0).length;
  const seen = `${sentCount} of ${kept.length} that were kept are sent`;
  const wrong = lostOf(keeping, seen) ?? doubledOf(kept) ?? swappedOf(keeping) ?? lateOf(keeping);
  if (wrong === undefined) return judgementOf({ kind: 'proved' }, { ...about, seen });
  if ('reason' in wrong) return inconclusive({ ...about, seen }, wrong.reason);
  return refuted({ ...about, ...wrong });
}

type Wrong =
  | { readonly seen: string; readonly witness: readonly string[]; readonly figures?: { readonly lostCount: number } }
  | { readonly reason: string };

function lostOf({ kept, backAtMs, withinMs, input }: Keeping, seen: string): Wrong | undefined {
  const missing = kept.filter(({ accepted }) => accepted.length === 0);
  if (missing.length === 0) return undefined;
  // What nobody confirmed may be there: only what the broker has refused is known not to be.
  const lost = missing.filter(({ isUncertain }) => !isUncertain);
  const [first] = lost;
  if (first === undefined) return { reason: 'what is missing was never confirmed, nor refused' };
  if (isChanged(input)) return { reason: 'a fault has changed what was sent: which message it was nobody can say' };
  const sinceMs = lost.reduce((last, one) => Math.max(last, openSinceMs(one, backAtMs)), backAtMs);
  const lookedMs = endOfJournal(input.journal) - sinceMs;
  const neededMs = 3 * withinMs + (input.noise.latenessMs ?? LATENESS_MS * input.journal.timeScale);
  if (!(lookedMs > neededMs))
    return { reason: `the run was looked at for ${msText(lookedMs)} after the broker was back: what is missing may still be sent` };
  return {
    seen: `${seen}; lost: ${first.messageKey.trim()}`,
    witness: idsOf(lost.flatMap(({ refused }) => refused)),
    figures: { lostCount: lost.length },
  };
}

/** What a fault has changed on its way bears another name than what was refused before. */
function isChanged({ journal, provider }: OracleInput): boolean {
  return journal.messages.some(
    (record) => record.side === 'sent' && record.provider === provider && wentThrough(record, CHANGING, journal),
  );
}

/** A message that nobody confirmed may be sent again; one that was confirmed may not. */
function doubledOf(kept: readonly Tried[]): Wrong | undefined {
  const doubled = kept.find(({ messageKey, accepted }) => accepted.length > 1 && !messageKey.startsWith('#'));
  if (doubled === undefined) return undefined;
  return { seen: `"${doubled.messageKey.trim()}" was sent again though the broker had taken it`, witness: idsOf(doubled.accepted) };
}

function swappedOf({ kept, input }: Keeping): Wrong | undefined {
  const order = new Map(input.journal.messages.map((record, index) => [record, index]));
  const inOrder = kept.filter(({ accepted }) => accepted.length > 0);
  for (const [index, later] of inOrder.entries()) {
    const earlier = inOrder.slice(0, index).find((one) => one.stream === later.stream && isSwapped(one, later, order));
    if (earlier !== undefined)
      return {
        seen: `"${later.messageKey.trim()}" was sent before "${earlier.messageKey.trim()}", which had been tried earlier`,
        witness: idsOf([...earlier.refused, ...later.refused, ...later.accepted, ...earlier.accepted]),
      };
  }
  return undefined;
}

/** Only what was refused before the other was tried has an order; at one instant the order of the journal is that of sending. */
function isSwapped(earlier: Tried, later: Tried, order: ReadonlyMap<MessageRecord, number>): boolean {
  const [tried] = earlier.refused;
  const [next] = [...later.refused, ...later.accepted].sort((left, right) => left.atMs - right.atMs);
  const [sent] = earlier.accepted;
  const [before] = later.accepted;
  if (earlier.isUncertain || tried?.settledAtMs === undefined || next === undefined || sent === undefined || before === undefined)
    return false;
  return tried.settledAtMs < next.atMs && (order.get(before) ?? 0) < (order.get(sent) ?? 0);
}

function lateOf({ kept, backAtMs, withinMs, input }: Keeping): Wrong | undefined {
  const waits = kept.flatMap((one) => {
    const [sent] = one.accepted;
    return sent === undefined ? [] : [{ sent, waitMs: sent.atMs - openSinceMs(one, backAtMs) }];
  });
  const [longest] = waits.sort((left, right) => right.waitMs - left.waitMs);
  if (longest === undefined || longest.waitMs <= withinMs) return undefined;
  const { latenessMs } = input.noise;
  if (latenessMs === undefined || longest.waitMs - withinMs <= latenessMs)
    return { reason: 'it took longer, but the machine may have been slow' };
  return { seen: `one was sent ${msText(longest.waitMs)} after it could be`, witness: [longest.sent.id] };
}

/** From when on it could be sent: the broker was back, and had refused it for the last time. */
function openSinceMs({ refused }: Tried, backAtMs: number): number {
  return refused.reduce((last, { settledAtMs, atMs }) => Math.max(last, settledAtMs ?? atMs), backAtMs);
}

function idsOf(records: readonly MessageRecord[]): readonly string[] {
  return records.map(({ id }) => id);
}

const CHANGING: ReadonlySet<string> = new Set(['poison', 'truncate-payload', 'version-skew']);
const LATENESS_MS = 1_000;
