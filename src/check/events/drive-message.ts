import type { EffectsSeen } from './effects.js';
import { readEffects } from './effects.js';
import type { EventCase } from './event-case.js';
import type { EventRun } from './event-run.js';
import { receiversOf } from './event-run.js';
import type { Fate } from './receiver-trace.js';
import type { StampedMessage } from './stamp-message.js';
import { stampMessage } from './stamp-message.js';

/**
 * The message of a case with new keys.
 *
 * @param run - counts what it sends
 * @param testCase - as planned
 * @param replyTo - where an answer is expected
 * @returns `undefined` when its address cannot be told
 */
export function stamped(run: EventRun, testCase: EventCase, replyTo?: string): StampedMessage | undefined {
  run.learned.messageCount += 1;
  const { events } = run.input.pair;
  const seed = `${run.options.seed} ${run.ports.nowMs()} ${run.learned.messageCount}`;
  return stampMessage(testCase, { seed, sent: run.learned.sentKeys, key: events?.key, replyTo, isKeyed: events?.order === 'key' });
}

/**
 * Sends a message to whoever receives it.
 *
 * @param run - hears what becomes of it
 * @param message - with its keys
 * @throws HostError when the broker does not take it
 */
export async function sendMessage(run: EventRun, { message, testCase }: StampedMessage): Promise<void> {
  const { operation } = testCase;
  const ownBroker = receiversOf(run, operation).receiver?.broker;
  if (ownBroker !== undefined) await run.standIns.listen(ownBroker, operation, message.channel);
  await run.observer.listenForDeadLetters(message.channel);
  run.observer.own(message);
  await run.ports.paceOf(run.input.pair.provider).turn(run.input.signal);
  await run.session.broker.publish(message);
}

/**
 * Waits until it is seen what became of a message.
 *
 * @param run - of the pair
 * @param message - that was sent
 * @param waitMs - how long; less when its program ends
 * @returns `silent` when nothing was seen, `unseen` when nothing could be
 */
export async function awaitFate(run: EventRun, message: StampedMessage, waitMs: number): Promise<Fate> {
  const { ports, input } = run;
  const isMock = receiversOf(run, message.testCase.operation).receiver?.kind === 'mock';
  const hasEffects = input.pair.events?.effects !== undefined && !isMock;
  if (!hasEffects && !run.session.seesSettling) return 'unseen';
  const untilMs = ports.nowMs() + waitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const fate = await fateNow(run, message);
    if (fate !== undefined) return fate;
    if (ports.nowMs() >= untilMs) return (await troubleOf(run, message)) === undefined ? 'silent' : 'ended';
    await ports.sleep(pauseMs, input.signal);
  }
}

/**
 * Whether a message was put aside.
 *
 * @param run - of the pair
 * @param message - that was sent
 */
export function isDeadLettered(run: EventRun, { message }: StampedMessage): boolean {
  return run.observer.fatesOf(message).includes('dead-lettered') || run.observer.isPutAside(message);
}

/**
 * What the receiver of an operation says it has done; `undefined` where the pair does not say how to ask.
 *
 * @param run - of the pair
 * @param testCase - of the operation
 */
export async function effectsOf(run: EventRun, { operation }: Pick<EventCase, 'operation'>): Promise<EffectsSeen | undefined> {
  const view = run.input.pair.events?.effects;
  const { receiver, shower } = receiversOf(run, operation);
  // Whoever is stood in for shows nothing but what the broker sees.
  if (view === undefined || receiver?.kind === 'mock') return undefined;
  return shower === undefined ? { kind: 'none', reason: 'it is not part of the run' } : readEffects(shower, view, run.input.signal);
}

/**
 * Why the program of a message's receiver is no longer there; `undefined` while it is.
 *
 * @param run - of the pair
 * @param message - that was sent to it
 */
export async function troubleOf(run: EventRun, { testCase }: StampedMessage): Promise<string | undefined> {
  return receiversOf(run, testCase.operation).receiver?.trouble();
}

async function fateNow(run: EventRun, message: StampedMessage): Promise<Fate | undefined> {
  const effects = await effectsOf(run, message.testCase);
  if (effects?.kind === 'list' && effects.keys.some((key) => message.names.has(key))) return 'processed';
  // Whoever answers no more may have ended.
  if (effects?.kind === 'none' && (await troubleOf(run, message)) !== undefined) return 'ended';
  if (isDeadLettered(run, message)) return 'dead-lettered';
  return effects === undefined && run.observer.fatesOf(message.message).includes('acked') ? 'processed' : undefined;
}

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;
