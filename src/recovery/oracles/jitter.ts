import type { RetryPolicy } from '../../policy/policy.js';
import { chanceOfLarge, chanceOfSmall, chanceOfSpan } from '../distribution.js';
import type { Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { msText, sumUp } from '../ruling.js';
import type { WaitSample } from '../wait-samples.js';
import { mayBeHeldUp, waitSamples } from '../wait-samples.js';

/**
 * The waits are spread as the declared jitter draws them, also where the backoff has reached its cap: one-sample Kolmogorov-Smirnov against the
 * uniform law. That they are too small, or all alike, holds under any noise; that they are too large is only said against the canary's, with which
 * the law is convolved, and not of a program's first waits. Put to the test, and so proved, when enough waits with a canary pass, and two of
 * them differ by more than the machine can make them.
 */
export const jitter: Oracle = {
  claim: 'jitter',
  summary: 'Chance spreads the waits as the policy says, at the cap too.',
  source: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  judge: (input) => {
    const { retry, hedge } = input.policy;
    if (retry === undefined || !isClaimed(retry)) return [];
    const samples = hedge === undefined ? waitSamples(input, retry) : [];
    const groups = [
      { name: 'waits', samples },
      { name: 'waits at the cap', samples: samples.filter(({ isAtCap }) => isAtCap) },
    ];
    const word = retry.backoff.kind === 'decorrelated' ? 'decorrelated' : retry.jitter.kind;
    return [sumUp('jitter', `waits spread by ${word} jitter`, rulingsOf(groups, input))];
  },
};

function isClaimed({ backoff, jitter: claimed }: RetryPolicy): boolean {
  if (backoff.kind === 'decorrelated') return true;
  if (claimed.kind === 'none' || (claimed.kind === 'proportional' && claimed.ratio === 0)) return false;
  return claimed.kind !== 'additive' || (claimed.maxMs > 0 && Number.isFinite(claimed.maxMs));
}

interface Group {
  readonly name: string;
  readonly samples: readonly WaitSample[];
}

function rulingsOf(groups: readonly Group[], input: OracleInput): readonly Ruling[] {
  return groups.flatMap(({ name, samples }, index): readonly Ruling[] => {
    const isEnough = samples.length >= LEAST_SAMPLE_COUNT;
    // The cap is judged only where it was reached.
    if (!isEnough)
      return index > 0
        ? []
        : [{ kind: 'unclear', reason: `it takes ${LEAST_SAMPLE_COUNT} waits to judge chance, and ${samples.length} told of it` }];
    const told = { samples, input, name };
    return [...spanRulings(told), ...sizeRulings(told), keptRuling(told)];
  });
}

interface Told extends Group {
  readonly input: OracleInput;
}

/** All alike, at whatever place of their ranges. */
function spanRulings({ samples, input, name }: Told): readonly Ruling[] {
  const leastRangeMs = samples.reduce((least, { rangeMs }) => Math.min(least, rangeMs), Number.POSITIVE_INFINITY);
  const chance = chanceOfSpan(samples.map(positionOf), (2 * input.noise.epsilonMs) / leastRangeMs);
  return chance >= RARE ? [] : [{ kind: 'broken', expected: `${name} that differ`, ...evidence(samples, 'too little spread') }];
}

function sizeRulings({ samples, input, name }: Told): readonly Ruling[] {
  const { epsilonMs, latenessMs } = input.noise;
  const small = samples.map((sample) => positionOf(sample) + epsilonMs / sample.rangeMs);
  if (chanceOfSmall(small) < RARE) {
    return [{ kind: 'broken', expected: `${name} over their whole range`, ...evidence(samples, 'too many short ones') }];
  }
  if (latenessMs === undefined || mayBeHeldUp(input.policy)) return [];
  const timely = samples.filter(({ gap, loMs, rangeMs }) => gap.retryIndex > 1 && gap.atMostMs <= loMs + rangeMs + latenessMs + epsilonMs);
  if (timely.length < LEAST_SAMPLE_COUNT) return [];
  const overshootsMs = input.journal.canary.map(({ setMs, observedMs }) => Math.max(0, observedMs - setMs));
  const noiseMs = overshootsMs.length > 0 ? overshootsMs : [latenessMs];
  const large = timely.map((sample) => shareBelow(sample, noiseMs, epsilonMs));
  return chanceOfLarge(large) >= RARE
    ? []
    : [{ kind: 'broken', expected: `${name} over their whole range`, ...evidence(timely, 'too many long ones') }];
}

/** How much of the law, convolved with noise, is below what was seen: uniform itself if the law holds. Twice the noise is allowed for. */
function shareBelow({ gap, loMs, rangeMs }: WaitSample, noiseMs: readonly number[], epsilonMs: number): number {
  const endToStartMs = gap.after.receivedFirstAtMs - (gap.before.respondedLastAtMs ?? gap.before.receivedLastAtMs);
  const shares = noiseMs.map((lateMs) => Math.min(Math.max((endToStartMs - epsilonMs - 2 * lateMs - loMs) / rangeMs, 0), 1));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Shown when two waits before the same attempt differ by more than the machine can make them. */
function keptRuling({ samples, input, name }: Told): Ruling {
  const { epsilonMs } = input.noise;
  const shortest = new Map<number, number>();
  for (const { gap } of samples) shortest.set(gap.retryIndex, Math.min(gap.atMostMs, shortest.get(gap.retryIndex) ?? gap.atMostMs));
  const isShown = samples.some(({ gap: { retryIndex, atLeastMs = 0 } }) => atLeastMs > (shortest.get(retryIndex) ?? 0) + epsilonMs);
  return { kind: 'kept', isShown, ...evidence(samples, `${samples.length} ${name}`) };
}

function positionOf({ gap, loMs, rangeMs }: WaitSample): number {
  return (gap.atMostMs - loMs) / rangeMs;
}

function evidence(samples: readonly WaitSample[], what: string): { readonly seen: string; readonly witness: readonly string[] } {
  const shown = samples.slice(0, MAX_SHOWN_COUNT);
  const waits = shown.map(({ gap, loMs, rangeMs }) => `${msText(gap.atMostMs)} of ${msText(loMs)}-${msText(loMs + rangeMs)}`);
  const witness = [...new Set(shown.flatMap(({ gap }) => [gap.before.id, gap.after.id]))];
  return { seen: `${what}: ${waits.join(', ')}`, witness };
}

/** A right consumer is called wrong less than once in a million runs. */
const RARE = 1e-6;
/** Fewer cannot be so rare, whatever they are. */
const LEAST_SAMPLE_COUNT = 8;
const MAX_SHOWN_COUNT = 20;
