import type { Load } from './arazzo/x-load.js';

/** When one user of a load is there: since the load began, the end exclusive. */
export interface UserPresence {
  /** From 1. */
  readonly user: number;
  readonly spans: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/**
 * When each user of a load is there: the k-th while at least k are wanted. In a stage their number goes evenly from that of the stage before
 * to its own.
 *
 * @param load - its stages
 */
export function usersOfLoad(load: Load): readonly UserPresence[] {
  const mostUsers = Math.max(0, ...load.stages.map(({ target }) => target));
  return Array.from({ length: mostUsers }, (_, index) => ({ user: index + 1, spans: spansOf(index + 1, load) }));
}

function spansOf(user: number, { stages }: Load): UserPresence['spans'] {
  const spans: { fromMs: number; toMs: number }[] = [];
  let beganAtMs = 0;
  let before = 0;
  for (const { durationMs, target } of stages) {
    const span = spanInStage(user, before, { target, durationMs });
    if (span !== undefined) {
      const last = spans.at(-1);
      const [fromMs, toMs] = [beganAtMs + span.fromMs, beganAtMs + span.toMs];
      if (last !== undefined && last.toMs === fromMs) last.toMs = toMs;
      else spans.push({ fromMs, toMs });
    }
    beganAtMs += durationMs;
    before = target;
  }
  return spans.filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** Where the line from `before` to `target` is at the user's number or above. */
function spanInStage(
  user: number,
  before: number,
  { target, durationMs }: { readonly target: number; readonly durationMs: number },
): { readonly fromMs: number; readonly toMs: number } | undefined {
  if (before >= user && target >= user) return { fromMs: 0, toMs: durationMs };
  if (before < user && target < user) return undefined;
  const crossingMs = (durationMs * (user - before)) / (target - before);
  return target >= user ? { fromMs: crossingMs, toMs: durationMs } : { fromMs: 0, toMs: crossingMs };
}
