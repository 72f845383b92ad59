import type { ActiveRule } from './active-rule.js';
import type { Choice } from './choices.js';
import type { FaultedRequest, RequestEffect } from './fault.js';
import type { RequestDecision } from './injector.js';
import type { Reply } from './reply.js';

/** A rule that touches a request, and by which choice. */
interface Use {
  readonly one: ActiveRule;
  readonly choice: Choice;
}

/**
 * What becomes of a request: every rule counts it, and they are applied in their order until one answers or ends it.
 *
 * @param active - all rules; those that are not in force are passed over
 * @param request - whole
 * @param nowMs - of the consumer's clock
 */
export function decideRequest(active: readonly ActiveRule[], request: FaultedRequest, nowMs: number): RequestDecision {
  const chosen: Use[] = [];
  for (const one of active) {
    const choice = one.isInForce(nowMs) ? one.choose(request) : undefined;
    if (choice !== undefined) chosen.push({ one, choice });
  }
  if (chosen.length === 0) return UNTOUCHED;
  const labels: string[] = [];
  const mark = ({ one, choice }: Use): void => {
    one.applied(choice);
    if (!labels.includes(one.rule.label)) labels.push(one.rule.label);
  };
  const { effect, used } = effectOn(chosen, { request, nowMs, mark });
  const isPassedOn = effect.kind === 'pass' || effect.kind === 'hold';
  return {
    label: () => (labels.length === 0 ? undefined : labels.join('+')),
    effect,
    changesReply: isPassedOn && used.some(({ one }) => one.kind.onReply !== undefined),
    onReply: (reply, atMs) => used.reduce((changed, use) => replyAfter(changed, use, { request, nowMs: atMs, mark }), reply),
    onEnd: (atMs) => {
      for (const { one, choice } of used) {
        const state = one.kind.onEnd?.({ ...one.stepAt(choice, atMs), request });
        if (one.kind.onEnd !== undefined) one.states.set(choice.scope, state);
      }
      for (const { one, choice } of chosen) one.finish(choice, atMs);
    },
  };
}

interface Moment {
  readonly request: FaultedRequest;
  readonly nowMs: number;
  readonly mark: (use: Use) => void;
}

/** Waits add up; whoever answers or ends comes after them. */
function effectOn(
  chosen: readonly Use[],
  { request, nowMs, mark }: Moment,
): { readonly effect: RequestEffect; readonly used: readonly Use[] } {
  const used: Use[] = [];
  let heldMs = 0;
  for (const use of chosen) {
    const { one, choice } = use;
    if (!one.mayApply(choice)) continue;
    used.push(use);
    const stepped = one.kind.onRequest?.({ ...one.stepAt(choice, nowMs), request });
    if (stepped === undefined) continue;
    one.states.set(choice.scope, stepped.state);
    const { effect } = stepped;
    if (effect.kind === 'pass') continue;
    mark(use);
    if (effect.kind !== 'hold') return { effect: heldMs === 0 ? effect : { ...effect, delayMs: heldMs + (effect.delayMs ?? 0) }, used };
    heldMs += effect.durationMs;
  }
  return { effect: heldMs === 0 ? PASS : { kind: 'hold', durationMs: heldMs }, used };
}

function replyAfter(reply: Reply, use: Use, { request, nowMs, mark }: Moment): Reply {
  const { one, choice } = use;
  if (one.kind.onReply === undefined || !one.mayApply(choice)) return reply;
  const { state, effect } = one.kind.onReply({ ...one.stepAt(choice, nowMs), request, reply });
  one.states.set(choice.scope, state);
  if (effect !== reply && one.kind.onlyTells !== true) mark(use);
  return effect;
}

const PASS: RequestEffect = { kind: 'pass' };
const UNTOUCHED: RequestDecision = {
  label: () => undefined,
  effect: PASS,
  changesReply: false,
  onReply: (reply) => reply,
  onEnd: () => undefined,
};
