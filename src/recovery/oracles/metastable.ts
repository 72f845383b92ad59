import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { exchangesOfLink } from '../link.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { outagesOf } from '../outages.js';
import { msText } from '../ruling.js';

/**
 * After a pulse of overload the attempts return to the offered load: measured from when the pulse was over and the time to settle has
 * passed, against what was offered, and against what the same offer cost before. Exercised: enough was offered before and after.
 */
export const metastable: Oracle = {
  claim: 'metastable',
  summary: 'After a pulse of overload the attempts return to the offered load.',
  source: 'https://www.usenix.org/conference/osdi22/presentation/huang-lexiang',
  judge: (input) => {
    const settlesMs = input.expectations.settlesWithinMs;
    if (settlesMs === undefined) return [];
    const about = { claim: 'metastable', expected: `attempts back at the offered load ${msText(settlesMs)} after the overload` } as const;
    const pulse = pulseOf(input);
    if (pulse === undefined) return [inconclusive(about, 'no overload was seen to begin and to end')];
    const { latenessMs } = input.noise;
    const endMs = endOfJournal(input.journal);
    // Who begins near the end may still be tried again after it.
    const fromMs = pulse.toMs + settlesMs + (latenessMs ?? 0);
    const after = loadBetween(input, fromMs, endMs);
    if (after.offeredCount < LEAST_OFFERED_COUNT) return [inconclusive(about, `only ${after.offeredCount} were offered after it`)];
    const before = loadBetween(input, Number.NEGATIVE_INFINITY, pulse.fromMs);
    const usual = before.offeredCount < LEAST_OFFERED_COUNT ? 1 : Math.max(1, before.attemptIds.length / before.offeredCount);
    const seen = `${after.attemptIds.length} attempts for ${after.offeredCount} offered, ${ratioText(usual)} attempts for each before`;
    if (after.attemptIds.length <= after.offeredCount * usual * TOLERATED_RATIO + TOLERATED_COUNT) {
      return [judgementOf({ kind: 'proved' }, { ...about, seen })];
    }
    if (latenessMs === undefined) return [inconclusive({ ...about, seen }, 'without a canary it may be the machine that was overloaded')];
    return [refuted({ ...about, seen, witness: after.attemptIds.slice(0, SHOWN_COUNT) })];
  },
};

interface Pulse {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last time that a fault was in force; when none went away again, the last time that much more was offered than at first. */
function pulseOf(input: OracleInput): Pulse | undefined {
  const outages = outagesOf(input.journal, input.provider);
  const ended = outages.flatMap(({ fromMs, toMs, isEndSure }) => (toMs === undefined || !isEndSure ? [] : [{ fromMs, toMs }]));
  const [first] = ended;
  const [last] = ended.slice(-1);
  if (first !== undefined && last !== undefined && outages.at(-1)?.isEndSure === true && outages.at(-1)?.toMs !== undefined)
    return { fromMs: first.fromMs, toMs: last.toMs };
  return pulseOfOffer(offeredAtMs(input));
}

function pulseOfOffer(offeredMs: readonly number[]): Pulse | undefined {
  const [firstMs = 0] = offeredMs;
  const lengthMs = (offeredMs.at(-1) ?? 0) - firstMs;
  if (offeredMs.length < LEAST_OFFERED_COUNT * 2 || lengthMs <= 0) return undefined;
  const widthMs = lengthMs / BUCKET_COUNT;
  const buckets = Array.from({ length: BUCKET_COUNT + 1 }, () => 0);
  for (const atMs of offeredMs) {
    const index = Math.floor((atMs - firstMs) / widthMs);
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  const usualCount = buckets.slice(0, BASE_BUCKET_COUNT).reduce((sum, count) => sum + count, 0) / BASE_BUCKET_COUNT;
  const isHigh = (count: number): boolean => count > usualCount * PULSE_RATIO;
  const from = buckets.findIndex(isHigh);
  const to = buckets.findLastIndex(isHigh);
  return from === -1 || to >= BUCKET_COUNT - 1 ? undefined : { fromMs: firstMs + from * widthMs, toMs: firstMs + (to + 1) * widthMs };
}

function offeredAtMs({ asks, calls }: OracleInput): readonly number[] {
  return asks.length > 0 ? asks.map(({ askedAtMs }) => askedAtMs) : calls.map(({ attempts }) => attempts[0]?.receivedFirstAtMs ?? 0);
}

function loadBetween(
  input: OracleInput,
  fromMs: number,
  toMs: number,
): { readonly offeredCount: number; readonly attemptIds: readonly string[] } {
  const isWithin = (atMs: number): boolean => fromMs <= atMs && atMs < toMs;
  const attempts = exchangesOfLink(input.journal, input).filter(({ receivedFirstAtMs }) => isWithin(receivedFirstAtMs));
  return { offeredCount: offeredAtMs(input).filter(isWithin).length, attemptIds: attempts.map(({ id }) => id) };
}

function ratioText(ratio: number): string {
  return String(Math.round(ratio * 100) / 100);
}

const LEAST_OFFERED_COUNT = 10;
/** Chance and the edges of the window. */
const TOLERATED_RATIO = 1.2;
const TOLERATED_COUNT = 5;
const BUCKET_COUNT = 40;
const BASE_BUCKET_COUNT = 4;
const PULSE_RATIO = 1.5;
const SHOWN_COUNT = 10;
