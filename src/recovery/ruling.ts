import type { MessageArguments } from '../base/errors.js';
import type { Verdict } from '../finding/severity.js';
import type { Claim, Judgement, LogicalCall } from './oracle.js';

/** What one call, or one wait of it, says of a claim. */
export type Ruling =
  | { readonly kind: 'broken'; readonly expected: string; readonly seen: string; readonly witness: readonly string[] }
  /** `isShown`: the claim was put to the test and held, so that it is proved. */
  | { readonly kind: 'kept'; readonly isShown: boolean; readonly seen: string; readonly witness: readonly string[] }
  /** It says nothing, and why. */
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * One judgement from many rulings: refuted by the smallest witness when one breaks the claim, proved when one shows it, consistent when some
 * keep it, and inconclusive when none says anything.
 *
 * @param claim - that was judged
 * @param expected - the claim as a text, for when no ruling breaks it
 * @param rulings - in the order of the calls
 */
export function sumUp(claim: Claim, expected: string, rulings: readonly Ruling[]): Judgement {
  const broken = smallest(rulings.filter((ruling) => ruling.kind === 'broken'));
  if (broken !== undefined) return judgement(claim, { kind: 'refuted' }, broken);
  const kept = rulings.filter((ruling) => ruling.kind === 'kept');
  const shown = smallest(kept.filter((ruling) => ruling.isShown));
  if (shown !== undefined) return judgement(claim, { kind: 'proved' }, { expected, ...shown });
  const [first] = kept;
  if (first !== undefined) return judgement(claim, { kind: 'consistent', caseCount: kept.length }, { expected, ...first });
  const reason = rulings.find((ruling) => ruling.kind === 'unclear')?.reason ?? NOTHING_TO_JUDGE;
  return judgement(claim, { kind: 'inconclusive', reason }, { expected, seen: reason, witness: [] });
}

/**
 * What may be said of a call whose attempts are tied together by nothing but their content: nothing is broken, and nothing shown.
 *
 * @param call - that the rulings are about
 * @param rulings - as if the grouping were certain
 */
export function asFarAsGrouped({ isCertain }: LogicalCall, rulings: readonly Ruling[]): readonly Ruling[] {
  if (isCertain) return rulings;
  return rulings.map((ruling) => {
    if (ruling.kind === 'broken') return { kind: 'unclear', reason: 'only their content ties the attempts to one call' };
    return ruling.kind === 'kept' ? { ...ruling, isShown: false } : ruling;
  });
}

/**
 * A length of time as texts show it, in ms, or in seconds from ten on.
 *
 * @param lengthMs - may be negative or infinite
 */
export function msText(lengthMs: number): string {
  if (!Number.isFinite(lengthMs)) return lengthMs > 0 ? 'any time' : 'nothing known';
  return Math.abs(lengthMs) >= 10_000 ? `${Number((lengthMs / 1_000).toFixed(1))} s` : `${Math.round(lengthMs)} ms`;
}

interface Told {
  readonly expected: string;
  readonly seen: string;
  readonly witness: readonly string[];
}

function judgement(claim: Claim, verdict: Verdict, { expected, seen, witness }: Told): Judgement {
  const args: MessageArguments = { expected, seen };
  return { claim, verdict, args, witness };
}

/** Of equals the first, so that the same journal gives the same judgement. */
function smallest<Each extends { readonly witness: readonly string[] }>(rulings: readonly Each[]): Each | undefined {
  return rulings.reduce<Each | undefined>(
    (least, ruling) => (least === undefined || ruling.witness.length < least.witness.length ? ruling : least),
    undefined,
  );
}

const NOTHING_TO_JUDGE = 'no call was made that could show it';
