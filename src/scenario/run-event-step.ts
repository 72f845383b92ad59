import { HostError } from '../base/errors.js';
import type { BrokerMessage } from '../broker/broker.js';
import { textAtLocation } from '../mock/events/message-value.js';
import type { Message } from '../contract/channel.js';
import { judgeAmong } from '../wire/match-message.js';
import type { MessageProblem } from '../wire/judge-message.js';
import { messageKeyOf } from '../wire/message-key.js';
import { textFromValue } from './arazzo/embedded-text.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext, MessageView } from './arazzo/expression-context.js';
import type { Mailboxes } from './mailboxes.js';
import { messageViewOf, payloadValue } from './message-view.js';
import type { EventTarget, Scenario, Step } from './scenario.js';
import type { StepFailure } from './scenario-run.js';
import type { ScenarioWorld } from './scenario-world.js';
import { buildStepMessage } from './step-message.js';

/** What became of a step on a channel; `failure` when nothing was sent, or nothing came. */
export interface EventStep {
  readonly message: MessageView | undefined;
  readonly failure: StepFailure | undefined;
  /** What the contract has against what was sent. */
  readonly requestProblems: () => readonly string[];
  /** What the contract has against what came, unless a fault did it. */
  readonly messageProblems: readonly MessageProblem[];
}

export interface EventStepSurroundings {
  readonly scenario: Scenario;
  readonly world: ScenarioWorld;
  readonly mailboxes: Mailboxes;
  /** What expressions may speak of before the step. */
  readonly context: ExpressionContext;
  /** Ends the waiting: nobody asks for it any more. */
  readonly signal: AbortSignal;
}

/**
 * Sends or receives the message of a step.
 *
 * @param step - on a channel
 * @param target - its channel
 * @param around - where it stands
 */
export function runEventStep(step: Step, target: EventTarget, around: EventStepSurroundings): Promise<EventStep> {
  return target.action === 'send' ? sendMessage(step, target, around) : receiveMessage(step, target, around);
}

async function sendMessage(step: Step, target: EventTarget, { world, context, scenario }: EventStepSurroundings): Promise<EventStep> {
  const port = world.events?.(target.system);
  if (port === undefined) return unsendable(`no events of ${target.system} flow here`);
  const built = await buildStepMessage(step, target, context);
  if (built.kind === 'unsendable') return unsendable(built.reason);
  const { content, message, problems } = built;
  const sent = { message: messageViewOf(content, message), requestProblems: () => problems, messageProblems: [] };
  try {
    await port.publish(content, senderOf(target, scenario));
    return { ...sent, failure: undefined };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { ...sent, failure: { kind: 'unsent', isRefused: error.code === 'E_BROKER_REFUSED' } };
  }
}

/** What the system sends is sent in its name, what it receives in that of the only consumer that is judged with it. */
function senderOf({ system, channel, operation, contract }: EventTarget, { recovery }: Scenario): string | undefined {
  const own = operation === undefined ? contract.eventOperations.filter((one) => one.channel === channel) : [operation];
  if (own.some(({ action }) => action === 'send')) return system;
  const consumers = new Set(recovery.flatMap(({ consumer, provider }) => (provider === system ? [consumer] : [])));
  const [consumer] = consumers;
  return consumers.size === 1 ? consumer : undefined;
}

async function receiveMessage(step: Step, target: EventTarget, around: EventStepSurroundings): Promise<EventStep> {
  const { world, context, mailboxes, signal } = around;
  await mailboxes.open(context);
  const problem = mailboxes.problemOf(step);
  if (problem !== undefined) return unsendable(problem);
  const asked = step.correlationId === undefined ? undefined : await evaluateValue(step.correlationId, context);
  if (step.correlationId !== undefined && asked === undefined) return unsendable('the correlation id has no value');
  const correlationId = asked === undefined ? undefined : textFromValue(asked);
  const timeoutMs = step.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const content = await mailboxes.take(step, (one) => isWanted(one, target, correlationId), { timeoutMs, signal });
  if (content === undefined) {
    const failure: StepFailure = { kind: 'no-message', waitedMs: timeoutMs, correlationId };
    return { ...NOTHING, failure };
  }
  const { message, problems } = described(content, target);
  const isOwn = problems.length === 0 || !(await wasFaulted(content, target.system, world));
  return {
    message: messageViewOf(content, message),
    failure: undefined,
    requestProblems: NO_PROBLEMS,
    messageProblems: isOwn ? problems : [],
  };
}

/** Of an operation only its own messages, of a channel all. */
function isWanted(content: BrokerMessage, target: EventTarget, correlationId: string | undefined): boolean {
  const { message } = meantAs(content, target);
  const { operation, channel } = target;
  if (operation !== undefined && operation.messages.length < channel.messages.length && !isAmong(message, operation.messages)) return false;
  return correlationId === undefined || correlationOf(content, message) === correlationId;
}

function meantAs(content: BrokerMessage, { channel }: EventTarget): ReturnType<typeof judgeAmong> {
  return judgeAmong(channel.messages, content);
}

function described(
  content: BrokerMessage,
  target: EventTarget,
): { readonly message: Message | undefined; readonly problems: readonly MessageProblem[] } {
  const meant = meantAs(content, target);
  return meant.message === undefined && target.channel.messages.length > 0 ? { message: undefined, problems: [OTHER_MESSAGE] } : meant;
}

const OTHER_MESSAGE: MessageProblem = {
  kind: 'payload',
  location: ['payload'],
  code: 'undeclared',
  message: 'payload is none of the messages that the channel has',
};

function isAmong(message: Message | undefined, messages: readonly Message[]): boolean {
  return message !== undefined && messages.some(({ id }) => id === message.id);
}

/** Where the contract says that it stands, else as the broker carries it. */
function correlationOf(content: BrokerMessage, message: Message | undefined): string | undefined {
  const location = message?.correlationId;
  if (location === undefined) return content.correlationId;
  return textAtLocation({ payload: payloadValue(content.payload, message), headers: content.headers }, location) ?? content.correlationId;
}

/** What a fault did on the way is not the sender's. What nobody has on record as sent was changed, unless its record is still to come. */
async function wasFaulted(content: BrokerMessage, system: string, world: ScenarioWorld): Promise<boolean> {
  if (isOnRecord(content, system, world)) return false;
  await world.events?.(system)?.recorded?.();
  return !isOnRecord(content, system, world);
}

function isOnRecord(content: BrokerMessage, system: string, world: ScenarioWorld): boolean {
  const messageKey = messageKeyOf(content);
  const sent = world.journal().messages.filter((record) => record.side === 'sent' && record.provider === system);
  // A payload that was changed may not say any more which message it was.
  return sent.some((record) => record.messageKey === messageKey && record.fault === undefined);
}

function unsendable(reason: string): EventStep {
  return { ...NOTHING, failure: { kind: 'unsendable', reason } };
}

const NO_PROBLEMS = (): readonly string[] => [];
const NOTHING = { message: undefined, requestProblems: NO_PROBLEMS, messageProblems: [] } as const;
const DEFAULT_TIMEOUT_MS = 30_000;
