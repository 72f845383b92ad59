import type { BrokerMessage } from '../../broker/broker.js';
import { matchMessage } from '../../wire/match-message.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { payloadFromBytes } from '../../wire/message-content.js';
import { awaitFate, effectsOf, isDeadLettered, sendMessage, stamped, troubleOf } from './drive-message.js';
import type { EventCase } from './event-case.js';
import { plainCase } from './event-cases.js';
import type { EventRun } from './event-run.js';
import { carriedTo } from './event-run.js';
import { textAtLocation } from '../../mock/events/message-value.js';
import type { ExperimentKind, Fate, ReceiverTrace, SeenReply } from './receiver-trace.js';
import type { StampedMessage } from './stamp-message.js';

/** What is done to the receiver of an operation. */
export interface Experiment {
  readonly kind: ExperimentKind;
  readonly testCase: EventCase;
  /** How long is waited for each message. */
  readonly waitMs: number;
}

/**
 * Sends the messages of an experiment, and looks at what becomes of them.
 *
 * @param run - of the pair; its receiver has its subscriptions
 * @param experiment - what is sent
 * @returns `undefined` when the messages cannot be addressed
 * @throws HostError when the broker does not take what is sent
 */
export function runExperiment(run: EventRun, experiment: Experiment): Promise<ReceiverTrace | undefined> {
  return EXPERIMENTS[experiment.kind](run, experiment);
}

async function once(run: EventRun, experiment: Experiment): Promise<ReceiverTrace | undefined> {
  const { testCase, waitMs } = experiment;
  const message = stamped(run, testCase);
  if (message === undefined) return undefined;
  await sendMessage(run, message);
  if (testCase.intent.kind === 'valid') return traceOf(run, experiment, { message, fate: await awaitFate(run, message, waitMs) });
  const { followed, reason } = await follow(run, experiment);
  // What is promised may take a moment longer than the message that came after it.
  const { pair } = run.input;
  const isOwed = pair.events?.invalid === 'dead-letter' && followed === 'processed' && !isDeadLettered(run, message);
  const fate = isOwed ? await awaitFate(run, message, waitMs) : isDeadLettered(run, message) ? 'dead-lettered' : 'unseen';
  return traceOf(run, experiment, { message, fate, followed, reason });
}

async function twice(run: EventRun, experiment: Experiment): Promise<ReceiverTrace | undefined> {
  const message = stamped(run, experiment.testCase);
  if (message === undefined) return undefined;
  await sendMessage(run, message);
  await sendMessage(run, message);
  const fate = await awaitFate(run, message, experiment.waitMs);
  // Once a later message is through, the second had its turn.
  const { followed, reason } = fate === 'processed' ? await follow(run, experiment) : { followed: undefined, reason: undefined };
  return traceOf(run, experiment, { message, fate, followed, reason });
}

async function burst(run: EventRun, experiment: Experiment): Promise<ReceiverTrace | undefined> {
  const messages: StampedMessage[] = [];
  for (let index = 0; index < BURST_COUNT; index += 1) {
    const message = stamped(run, experiment.testCase);
    if (message === undefined) return undefined;
    messages.push(message);
  }
  for (const message of messages) await sendMessage(run, message);
  let fate: Fate = 'unseen';
  let last = messages[0];
  for (const message of messages) {
    fate = await awaitFate(run, message, experiment.waitMs);
    last = message;
    if (fate !== 'processed') break;
  }
  if (last === undefined) return undefined;
  const effects = await effectsOf(run, experiment.testCase);
  const keys = effects?.kind === 'list' ? effects.keys : [];
  const positions = keys.flatMap((key) => {
    const index = messages.findIndex(({ names }) => names.has(key));
    return index === -1 ? [] : [index];
  });
  const order = [...new Set(positions)];
  const trace = await traceOf(run, experiment, { message: last, fate });
  return { ...trace, effectOrder: order.length === messages.length && messages.every(({ isFresh }) => isFresh) ? order : undefined };
}

async function request(run: EventRun, experiment: Experiment): Promise<ReceiverTrace | undefined> {
  const { testCase, waitMs } = experiment;
  const { reply } = testCase.operation;
  if (reply === undefined) return undefined;
  // Where the answer is to go cannot be said.
  if (reply.address?.of === 'header' && !carriedTo(run, testCase.operation).hasHeaders) return undefined;
  const fixed = reply.channel?.parameters.length === 0 ? reply.channel.address : undefined;
  const address = fixed ?? `mortise.reply.${run.learned.messageCount + 1}`;
  const message = stamped(run, testCase, address);
  if (message === undefined) return undefined;
  const replies: BrokerMessage[] = [];
  const subscription = { channel: address, group: undefined, from: 'new', prefetchCount: 100 } as const;
  const listening = await run.session.broker.subscribe(subscription, async (delivery) => {
    replies.push(delivery.message);
    await delivery.settle('ack');
  });
  try {
    await sendMessage(run, message);
    const untilMs = run.ports.nowMs() + waitMs;
    while (replies.length === 0 && run.ports.nowMs() < untilMs) await run.ports.sleep(REPLY_PAUSE_MS, run.input.signal);
    const [first] = replies;
    const fate = first === undefined && (await troubleOf(run, message)) !== undefined ? 'ended' : 'unseen';
    return {
      ...(await traceOf(run, experiment, { message, fate })),
      reply: first === undefined ? { kind: 'none' } : seenReply(first, message),
    };
  } finally {
    await listening.stop();
  }
}

function seenReply(reply: BrokerMessage, { testCase, correlationId }: StampedMessage): SeenReply {
  const messages = testCase.operation.reply?.messages ?? [];
  const declared = matchMessage(messages, reply);
  if (declared === undefined)
    return {
      kind: 'reply',
      correlationId,
      expectedCorrelationId: correlationId,
      problems: messages.length === 0 ? [] : ['it is none of the declared replies'],
    };
  const read = payloadFromBytes(reply.payload, declared);
  const values = { payload: read.ok ? read.value : undefined, headers: reply.headers };
  const said = declared.correlationId === undefined ? reply.correlationId : textAtLocation(values, declared.correlationId);
  const problems = judgeMessage(declared, reply).map(({ message }) => message);
  // A reply whose contract speaks of no correlation owes none.
  const expected = declared.correlationId === undefined && reply.correlationId === undefined ? undefined : correlationId;
  return { kind: 'reply', correlationId: said, expectedCorrelationId: expected, problems };
}

interface Followed {
  readonly followed: Fate | undefined;
  readonly reason: string | undefined;
}

/** A message that keeps the contract: whoever still does its work does this. */
async function follow(run: EventRun, { testCase, waitMs }: Experiment): Promise<Followed> {
  const plain = plainCase(testCase.operation, testCase.phase, carriedTo(run, testCase.operation));
  const message = plain === undefined ? undefined : stamped(run, plain);
  if (message === undefined) return { followed: undefined, reason: undefined };
  await sendMessage(run, message);
  const followed = await awaitFate(run, message, waitMs);
  if (followed !== 'ended' && followed !== 'unseen') return { followed, reason: undefined };
  const reason = await troubleOf(run, message);
  return { followed: reason === undefined ? followed : 'ended', reason };
}

interface Outcome {
  readonly message: StampedMessage;
  readonly fate: Fate;
  readonly followed?: Fate | undefined;
  readonly reason?: string | undefined;
}

async function traceOf(run: EventRun, { kind, testCase, waitMs }: Experiment, outcome: Outcome): Promise<ReceiverTrace> {
  const { message, fate, followed } = outcome;
  const effects = fate === 'ended' || followed === 'ended' ? undefined : await effectsOf(run, testCase);
  return {
    experiment: kind,
    testCase,
    fate,
    reason: outcome.reason ?? (fate === 'ended' ? await troubleOf(run, message) : undefined),
    followed,
    effectCount: effects?.kind === 'list' && message.isFresh ? effects.keys.filter((key) => message.names.has(key)).length : undefined,
    isDeadLettered: isDeadLettered(run, message),
    isAcknowledged: run.observer.fatesOf(message.message).includes('acked'),
    effectOrder: undefined,
    reply: undefined,
    promise: run.input.pair.events?.invalid,
    waitMs,
  };
}

const EXPERIMENTS: Readonly<Record<ExperimentKind, (run: EventRun, experiment: Experiment) => Promise<ReceiverTrace | undefined>>> = {
  once,
  twice,
  burst,
  request,
};
const BURST_COUNT = 8;
const REPLY_PAUSE_MS = 5;
