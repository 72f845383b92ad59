import type { BrokerMessage, Subscribed } from '../broker/broker.js';
import type { ExpressionContext } from './arazzo/expression-context.js';
import type { EventTarget, Step } from './scenario.js';
import type { EventPort, ScenarioWorld } from './scenario-world.js';
import { addressOfStep, stepParameters } from './step-message.js';

/** What one run of a workflow hears: each message is for one step. */
export interface Mailboxes {
  /** Begins to listen for every step that receives and whose address is known by now. */
  open(context: ExpressionContext): Promise<void>;
  /**
   * The next message that a step takes, also one that has come before.
   *
   * @param step - that receives
   * @param wanted - whether the message is one for it
   * @param waiting - how long; ends early with the signal
   * @returns `undefined` when none came in time
   */
  take(step: Step, wanted: (message: BrokerMessage) => boolean, waiting: Waiting): Promise<BrokerMessage | undefined>;
  /** Why nothing can be heard for a step; `undefined` when it can. */
  problemOf(step: Step): string | undefined;
  close(): Promise<void>;
}

export interface Waiting {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Mailboxes of the steps that receive. A message may come before its step has begun: whoever waits for the answer to what it sends must have
 * listened before.
 *
 * @param steps - of the workflow
 * @param world - where they listen
 */
export function createMailboxes(steps: readonly Step[], world: ScenarioWorld): Mailboxes {
  const boxes = new Map<string, Box>();
  const byStep = new Map<Step, Box | string>();
  const receiving = steps.flatMap((step) =>
    step.target.kind === 'event' && step.target.action === 'receive' ? [{ step, target: step.target }] : [],
  );

  const openOne = async (step: Step, target: EventTarget, context: ExpressionContext): Promise<void> => {
    const port = world.events?.(target.system);
    if (port === undefined) return void byStep.set(step, `no events of ${target.system} flow here`);
    const address = addressOfStep(target.channel, await stepParameters(step, context), () => undefined);
    if (address.kind === 'unknown') return void byStep.set(step, `the parameter "${address.parameter}" of the address has no value`);
    const name = `${target.system} ${address.text}`;
    const known = boxes.get(name);
    const box = known ?? openBox(port, address.text);
    boxes.set(name, box);
    byStep.set(step, box);
    await box.listening;
  };

  return {
    open: async (context) => {
      for (const { step, target } of receiving) {
        const box = byStep.get(step);
        if (box === undefined || typeof box === 'string') await openOne(step, target, context);
        else await box.listening;
      }
    },
    take: async (step, wanted, { timeoutMs, signal }) => {
      const box = byStep.get(step);
      if (box === undefined || typeof box === 'string') return undefined;
      const deadlineMs = world.clock.nowMs() + timeoutMs;
      for (;;) {
        const index = box.kept.findIndex(wanted);
        const [message] = index === -1 ? [] : box.kept.splice(index, 1);
        const leftMs = deadlineMs - world.clock.nowMs();
        if (message !== undefined || leftMs <= 0 || signal.aborted) return message;
        await nextArrival(box, { timeoutMs: leftMs, signal }, world);
      }
    },
    problemOf: (step) => {
      const box = byStep.get(step);
      return typeof box === 'string' ? box : undefined;
    },
    close: async () => {
      for (const { listening } of boxes.values()) await (await listening).stop();
    },
  };
}

interface Box {
  /** Heard and not taken, oldest first. */
  readonly kept: BrokerMessage[];
  readonly arrivals: Set<() => void>;
  readonly listening: Promise<Pick<Subscribed, 'stop'>>;
}

function openBox(port: EventPort, address: string): Box {
  const kept: BrokerMessage[] = [];
  const arrivals = new Set<() => void>();
  const listening = port.listen(address, (message) => {
    kept.push(message);
    if (kept.length > MAX_KEPT_COUNT) kept.shift();
    for (const tell of arrivals) tell();
  });
  return { kept, arrivals, listening };
}

/** Resolves when something has come, or the time is over. */
async function nextArrival(box: Box, { timeoutMs, signal }: Waiting, { clock }: ScenarioWorld): Promise<void> {
  const arrived = new AbortController();
  const tell = (): void => arrived.abort();
  box.arrivals.add(tell);
  try {
    await clock.sleep(timeoutMs, AbortSignal.any([arrived.signal, signal]));
  } finally {
    box.arrivals.delete(tell);
  }
}

const MAX_KEPT_COUNT = 10_000;
