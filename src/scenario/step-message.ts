import type { JsonValue } from '../base/json.js';
import type { BrokerMessage } from '../broker/broker.js';
import { textAtLocation } from '../mock/events/message-value.js';
import type { Channel, Message } from '../contract/channel.js';
import { addressFromParameters } from '../wire/channel-address.js';
import { judgeMessage } from '../wire/judge-message.js';
import { bytesFromPayload } from '../wire/message-content.js';
import { textFromValue } from './arazzo/embedded-text.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext } from './arazzo/expression-context.js';
import type { EventTarget, Step } from './scenario.js';
import { filledPayload } from './step-payload.js';

/** The message of a step that sends, or why there is none. */
export type StepMessage =
  | {
      readonly kind: 'message';
      readonly content: BrokerMessage;
      /** What it is in the contract. */
      readonly message: Message | undefined;
      /** What the contract has against it: it may be meant to be wrong. */
      readonly problems: readonly string[];
    }
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * The message that a step sends: the payload by its content type, the address by its parameters and what the payload says of them.
 *
 * @param step - that sends
 * @param target - its channel
 * @param context - what its expressions may speak of
 */
export async function buildStepMessage(step: Step, target: EventTarget, context: ExpressionContext): Promise<StepMessage> {
  const { channel, operation } = target;
  const declared = operation?.messages ?? channel.messages;
  const { requestBody } = step;
  if (requestBody === undefined) return { kind: 'unsendable', reason: 'there is no payload' };
  const contentType = requestBody.contentType ?? declared[0]?.contentType ?? 'application/json';
  const filled = await filledPayload(requestBody, contentType, context);
  if (filled.kind === 'unsendable') return filled;
  const values = await stepParameters(step, context);
  const headers = [...values].flatMap(([key, value]) => (key.startsWith('header:') ? [[key.slice('header:'.length), value] as const] : []));
  const { message, payload, problems } = asDeclared(declared, filled.payload, headers);
  const said = { payload: filled.payload, headers };
  const address = addressOfStep(channel, values, (name) => {
    const location = channel.parameters.find((parameter) => parameter.name === name)?.location;
    return location === undefined ? undefined : textAtLocation(said, location);
  });
  if (address.kind === 'unknown') return { kind: 'unsendable', reason: `the parameter "${address.parameter}" of the address has no value` };
  const key = step.key === undefined ? undefined : await evaluateValue(step.key, context);
  return {
    kind: 'message',
    content: {
      channel: address.text,
      key: key === undefined ? undefined : textFromValue(key),
      headers,
      payload,
      contentType,
      messageId: undefined,
      correlationId: message?.correlationId === undefined ? undefined : textAtLocation(said, message.correlationId),
      replyTo: undefined,
    },
    message,
    problems,
  };
}

/**
 * The parameters of a step that have a value, as texts by `in:name`.
 *
 * @param step - on a channel
 * @param context - what their expressions may speak of
 */
export async function stepParameters(step: Pick<Step, 'parameters'>, context: ExpressionContext): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const { name, in: where, value } of step.parameters) {
    const filled = await evaluateValue(value, context);
    if (filled !== undefined && where !== undefined) values.set(`${where}:${name}`, textFromValue(filled));
  }
  return values;
}

/** An address, or the parameter that keeps it from being known. */
export type StepAddress = { readonly kind: 'known'; readonly text: string } | { readonly kind: 'unknown'; readonly parameter: string };

/**
 * The address of a step's channel.
 *
 * @param channel - of the contract
 * @param values - by `in:name`
 * @param said - what the message itself says of a parameter
 */
export function addressOfStep(
  channel: Channel,
  values: ReadonlyMap<string, string>,
  said: (parameter: string) => string | undefined,
): StepAddress {
  const known: Record<string, string> = {};
  for (const { name } of channel.parameters) {
    const value = values.get(`path:${name}`) ?? said(name);
    if (value === undefined) return { kind: 'unknown', parameter: name };
    known[name] = value;
  }
  return { kind: 'known', text: addressFromParameters(channel, known) };
}

interface Declared {
  readonly message: Message | undefined;
  readonly payload: Uint8Array;
  readonly problems: readonly string[];
}

/** The first message that it keeps, else the one that it breaks least. */
function asDeclared(declared: readonly Message[], value: JsonValue, headers: BrokerMessage['headers']): Declared {
  const tries = declared.map((message): Declared => {
    const payload = bytesFromPayload(value, message);
    return { message, payload, problems: judgeMessage(message, { payload, headers }).map((problem) => problem.message) };
  });
  const [least] = tries.sort((left, right) => left.problems.length - right.problems.length);
  return (
    least ?? { message: undefined, payload: new TextEncoder().encode(JSON.stringify(value)), problems: ['the channel has no message'] }
  );
}
