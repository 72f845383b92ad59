import type { ActiveRule } from './active-rule.js';
import type { Choice } from './choices.js';
import type { FaultedMessage, MessageEffect, MessageWay, Passage, Settling } from './fault.js';
import type { MessageDecision, SettleDecision } from './injector.js';

/** A message, and which way it goes. */
export interface ArrivedMessage {
  readonly way: MessageWay;
  readonly message: FaultedMessage;
}

/**
 * What becomes of a message: every rule counts it, and each is applied to what the one before it lets through. Whoever has it put back ends that.
 *
 * @param active - all rules; those that are not in force are passed over
 * @param arrived - whole
 * @param nowMs - of the consumer's clock
 */
export function decideMessage(active: readonly ActiveRule[], arrived: ArrivedMessage, nowMs: number): MessageDecision {
  const unchanged: Passage = { content: arrived.message.content, delayMs: 0 };
  const chosen: Use[] = [];
  for (const one of active) {
    const choice = one.isInForce(nowMs) ? one.chooseMessage(arrived.way, arrived.message) : undefined;
    if (choice !== undefined) chosen.push({ one, choice });
  }
  if (chosen.length === 0) return { ...UNTOUCHED, passages: [unchanged] };
  const labels: string[] = [];
  const mark = ({ one, choice }: Use): void => {
    one.applied(choice);
    if (!labels.includes(one.rule.label)) labels.push(one.rule.label);
  };
  const flow: Flow = { passages: [unchanged], isConfirmed: true, putBackAfterMs: undefined };
  const used = chosen.filter(({ one, choice }) => one.mayApply(choice));
  for (const use of used) {
    if (flow.putBackAfterMs !== undefined) break;
    pipe(flow, use, { ...arrived, nowMs, mark });
  }
  return {
    ...flow,
    label: () => (labels.length === 0 ? undefined : labels.join('+')),
    onSettle: (how, atMs) => settle(used, { how, message: arrived.message, nowMs: atMs, mark }),
    onEnd: (atMs) => {
      for (const { one, choice } of chosen) one.finish(choice, atMs);
    },
  };
}

/** A rule that touches a message, and by which choice. */
interface Use {
  readonly one: ActiveRule;
  readonly choice: Choice;
}

interface Flow {
  passages: readonly Passage[];
  isConfirmed: boolean;
  putBackAfterMs: number | undefined;
}

interface Moment {
  readonly message: FaultedMessage;
  readonly nowMs: number;
  readonly mark: (use: Use) => void;
}

/** A copy is as much a message as what it was made of. */
function pipe(flow: Flow, use: Use, moment: Moment & ArrivedMessage): void {
  const piped: Passage[] = [];
  for (const passage of flow.passages) {
    const effect = effectOn(passage, use, moment);
    if (effect.kind !== 'pass') moment.mark(use);
    if (effect.kind === 'unconfirmed') flow.isConfirmed = false;
    if (effect.kind === 'put-back') {
      flow.putBackAfterMs = effect.delayMs;
      flow.passages = [];
      return;
    }
    if (effect.kind !== 'passages') piped.push(passage);
    else for (const next of effect.passages) piped.push(behind(passage, next));
  }
  flow.passages = piped;
}

function effectOn({ content }: Passage, { one, choice }: Use, { way, message, nowMs }: Moment & ArrivedMessage): MessageEffect {
  const stepped = one.kind.onMessage?.({ ...one.stepAt(choice, nowMs), way, message: { ...message, content } });
  if (stepped === undefined) return PASS;
  one.states.set(choice.scope, stepped.state);
  return stepped.effect;
}

/** Waits add up; what is held back stays so until both were overtaken. */
function behind(before: Passage, next: Passage): Passage {
  return { content: next.content, delayMs: before.delayMs + next.delayMs, overtaken: next.overtaken ?? before.overtaken };
}

function settle(used: readonly Use[], { how, message, nowMs, mark }: Moment & { readonly how: Settling }): SettleDecision {
  let lostForMs: number | undefined;
  const againAfterMs: number[] = [];
  for (const use of used) {
    const { one, choice } = use;
    if (one.kind.onSettle === undefined || !one.mayApply(choice)) continue;
    const { state, effect } = one.kind.onSettle({ ...one.stepAt(choice, nowMs), message, how });
    one.states.set(choice.scope, state);
    if (effect.kind === 'pass') continue;
    mark(use);
    if (effect.kind === 'lost') lostForMs = Math.max(lostForMs ?? 0, effect.delayMs);
    else for (let number = 1; number <= effect.count; number += 1) againAfterMs.push(number * effect.delayMs);
  }
  return { lostForMs, againAfterMs };
}

const PASS: MessageEffect = { kind: 'pass' };
const UNTOUCHED: Omit<MessageDecision, 'passages'> = {
  label: () => undefined,
  isConfirmed: true,
  putBackAfterMs: undefined,
  onSettle: () => ({ lostForMs: undefined, againAfterMs: [] }),
  onEnd: () => undefined,
};
