import type { EventOperation } from '../../contract/channel.js';
import { matchAddress } from '../../wire/channel-address.js';
import type { Trigger } from '../../workspace/pair-events.js';
import type { Capture } from './capture.js';
import type { EventRun } from './event-run.js';
import { senderOf } from './event-run.js';
import type { Heard } from './event-session.js';
import { pullTrigger } from './pull-trigger.js';
import { sendSamples } from './stand-in.js';

/**
 * Makes a sender send all that the pair knows to trigger, and hears what it sends, on whatever channel.
 *
 * @param run - of the pair
 * @param sender - a system
 * @param waitMs - how long for each trigger; less when all that is expected came
 */
export async function captureSent(run: EventRun, sender: string, waitMs: number): Promise<Capture> {
  const operations = run.input.contract.eventOperations.filter((operation) => senderOf(operation, run.input.pair) === sender);
  const triggers = triggersOf(run, sender, operations);
  const mark = run.observer.mark();
  const standIn = run.session.member(sender)?.broker;
  if (standIn !== undefined) for (const operation of operations) await sendSamples(standIn, operation);
  const expected = new Set<string>();
  let failure: string | undefined;
  for (const trigger of triggers) {
    const ids = expectedOf(trigger, operations);
    for (const id of ids) expected.add(id);
    const before = run.observer.mark();
    const pulled = await pullTrigger(run, trigger, sender);
    if (pulled.kind === 'failed') failure ??= pulled.reason;
    else await awaitSent(run, { operations, ids: ids.length > 0 ? ids : operations.map(({ id }) => id), sender, mark: before, waitMs });
  }
  // What nobody triggers may come by itself.
  if (triggers.length === 0 && standIn === undefined)
    await awaitSent(run, { operations, ids: operations.map(({ id }) => id), sender, mark, waitMs });
  await run.ports.sleep(SETTLING_MS, run.input.signal);
  return { heard: ofSender(run, mark, sender), expected, failure, waitMs };
}

/**
 * Whether a message was sent where an operation sends.
 *
 * @param operation - of the contract
 * @param heard - a message
 */
export function isOfChannel({ channel }: EventOperation, { message }: Heard): boolean {
  return matchAddress(channel, message.channel) !== undefined;
}

function triggersOf({ input }: EventRun, sender: string, operations: readonly EventOperation[]): readonly Trigger[] {
  const ids = operations.map(({ id }) => id);
  const { events, provider } = input.pair;
  return (events?.triggers ?? []).filter(({ sends, system }) =>
    sends === undefined ? (system ?? provider) === sender : sends.some((id) => ids.includes(id)),
  );
}

/** A trigger that does not say what follows is only held to the one thing that can. */
function expectedOf({ sends }: Trigger, operations: readonly EventOperation[]): readonly string[] {
  if (sends !== undefined) return sends.filter((id) => operations.some((operation) => operation.id === id));
  return operations.length === 1 ? operations.map(({ id }) => id) : [];
}

interface Awaited {
  readonly operations: readonly EventOperation[];
  readonly ids: readonly string[];
  readonly sender: string;
  readonly mark: number;
  readonly waitMs: number;
}

async function awaitSent(run: EventRun, { operations, ids, sender, mark, waitMs }: Awaited): Promise<void> {
  const wanted = operations.filter(({ id }) => ids.includes(id));
  const untilMs = run.ports.nowMs() + waitMs;
  for (;;) {
    const heard = ofSender(run, mark, sender);
    if (wanted.every((operation) => heard.some((one) => isOfChannel(operation, one)))) return;
    if (run.ports.nowMs() >= untilMs) return;
    await run.ports.sleep(PAUSE_MS, run.input.signal);
  }
}

function ofSender(run: EventRun, mark: number, sender: string): readonly Heard[] {
  return run.observer.heardSince(mark).filter((one) => one.sender === undefined || one.sender === sender);
}

const PAUSE_MS = 10;
/** What follows at once belongs to it, too. */
const SETTLING_MS = 60;
