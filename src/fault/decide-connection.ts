import type { ActiveRule } from './active-rule.js';
import type { Choice } from './choices.js';
import type { ConnectionEffect, PipeStep } from './fault.js';
import type { BytesOnConnection, ConnectionDecision } from './injector.js';

/**
 * What becomes of a connection that was opened: the rules that choose it are applied in their order until one ends it.
 *
 * @param inForce - the rules that hold of this link now
 * @param connectionId - unique
 * @param nowMs - of the consumer's clock
 */
export function decideConnection(inForce: readonly ActiveRule[], connectionId: string, nowMs: number): ConnectionDecision {
  const labels: string[] = [];
  let changesBytes = false;
  let heldMs = 0;
  for (const one of inForce) {
    const choice = choiceOn(one, connectionId);
    if (choice === undefined) continue;
    changesBytes ||= one.kind.onBytes !== undefined;
    const stepped = one.kind.onConnection?.({ ...one.stepAt(choice, nowMs), connectionId });
    if (stepped === undefined) continue;
    one.states.set(choice.scope, stepped.state);
    const { effect } = stepped;
    if (effect.kind === 'accept') continue;
    one.applied(choice);
    labels.push(one.rule.label);
    if (effect.kind === 'end') {
      const whole: ConnectionEffect = heldMs === 0 ? effect : { ...effect, delayMs: heldMs + (effect.delayMs ?? 0) };
      return { label: labels.join('+'), effect: whole, changesBytes };
    }
    heldMs += effect.durationMs;
  }
  const effect: ConnectionEffect = heldMs === 0 ? { kind: 'accept' } : { kind: 'hold', durationMs: heldMs };
  return { label: labels.length === 0 ? undefined : labels.join('+'), effect, changesBytes };
}

/**
 * What becomes of bytes: each rule takes what the one before it lets through.
 *
 * @param inForce - the rules that hold of this link now
 * @param arrived - the bytes, and where in the connection they stand
 * @param nowMs - of the consumer's clock
 */
export function decideBytes(
  inForce: readonly ActiveRule[],
  arrived: BytesOnConnection,
  nowMs: number,
): { readonly steps: readonly PipeStep[]; readonly label: string | undefined } {
  const labels: string[] = [];
  let steps: readonly PipeStep[] = [{ kind: 'write', bytes: arrived.bytes }];
  for (const one of inForce) {
    if (one.kind.onBytes === undefined) continue;
    const choice = choiceOn(one, arrived.connectionId);
    if (choice === undefined) continue;
    const piped = pipedThrough(steps, { one, choice, arrived, nowMs });
    if (piped === steps) continue;
    one.applied(choice);
    labels.push(one.rule.label);
    steps = piped;
  }
  return { steps, label: labels.length === 0 ? undefined : labels.join('+') };
}

function choiceOn(one: ActiveRule, connectionId: string): Choice | undefined {
  const { onConnection, onBytes } = one.kind;
  if (onConnection === undefined && onBytes === undefined) return undefined;
  const choice = one.chooseConnection(connectionId);
  return choice !== undefined && one.mayApply(choice) ? choice : undefined;
}

interface Pipe {
  readonly one: ActiveRule;
  readonly choice: Choice;
  readonly arrived: BytesOnConnection;
  readonly nowMs: number;
}

/** @returns the same list when nothing was changed */
function pipedThrough(steps: readonly PipeStep[], { one, choice, arrived, nowMs }: Pipe): readonly PipeStep[] {
  const piped: PipeStep[] = [];
  let isChanged = false;
  let atMs = nowMs;
  let offsetBytes = arrived.offsetBytes;
  for (const step of steps) {
    if (step.kind === 'wait') atMs += step.durationMs;
    if (step.kind !== 'write') {
      piped.push(step);
      continue;
    }
    const { state, effect } = one.kind.onBytes?.({ ...one.stepAt(choice, atMs), ...arrived, bytes: step.bytes, offsetBytes }) ?? UNSEEN;
    one.states.set(choice.scope, state);
    offsetBytes += step.bytes.length;
    isChanged ||= effect.length !== 1 || effect[0]?.kind !== 'write' || effect[0].bytes !== step.bytes;
    piped.push(...effect);
    if (effect.some(({ kind }) => kind === 'cut' || kind === 'stall')) return piped;
  }
  return isChanged ? piped : steps;
}

const UNSEEN = { state: undefined, effect: [] as readonly PipeStep[] };
