import { isJsonObject } from '../../base/json.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';
import type { ControlAnswer } from './control-answer.js';
import { impossible, json } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';

/** Events by hand. */
export const publish: ControlResource = { name: 'publish', methods: { POST: send } };

async function send({ systems, json: body }: ControlCall): Promise<ControlAnswer> {
  const value = body();
  const { operation, message, channel, payload } = isJsonObject(value) ? value : {};
  if (typeof operation !== 'string') throw wrongBody('/operation', 'must be the id of an operation that sends');
  if (message !== undefined && typeof message !== 'string') throw wrongBody('/message', 'must be the id of one of its messages');
  if (channel !== undefined && (typeof channel !== 'string' || channel === '')) throw wrongBody('/channel', 'must be an address');
  const owner = systems.find(({ byHand }) =>
    byHand?.events()?.contract.eventOperations.some(({ id, action }) => id === operation && action === 'send'),
  );
  const sent = await owner?.byHand?.events()?.send({ operation, message, channel, payload });
  if (sent === undefined)
    return impossible(`No operation that sends is called ${JSON.stringify(operation)}, or no message of it keeps the contract.`);
  const { event, problems } = sent;
  return json(202, {
    channel: event.channel,
    headers: event.headers.map((pair) => [...pair]),
    payload: textFromUtf8(event.payload) ?? Buffer.from(event.payload).toString('base64'),
    problems: [...problems],
  });
}
