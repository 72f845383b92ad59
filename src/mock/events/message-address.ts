import type { JsonValue } from '../../base/json.js';
import type { Channel, ChannelParameter } from '../../contract/channel.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { isValid } from '../../schema/validate.js';
import { addressFromParameters } from '../../wire/channel-address.js';
import type { MessageValues } from './message-value.js';
import { textAtLocation, withTextAtLocation } from './message-value.js';

/**
 * The address that a message is sent to: parameters have the values that the message itself says, else those that the contract shows.
 *
 * @param channel - of the contract
 * @param values - of the message
 * @returns `undefined` when the address is only known at run time
 */
export function addressOf(channel: Channel, values: MessageValues): string | undefined {
  if (channel.address === undefined) return undefined;
  const given = Object.fromEntries(channel.parameters.map((parameter) => [parameter.name, textOfParameter(parameter, values)]));
  return addressFromParameters(channel, given);
}

/**
 * The message with values that its channel's address takes: a payload may say more than an address can.
 *
 * @param channel - of the contract
 * @param values - of the message
 */
export function addressable(channel: Channel, values: MessageValues): MessageValues {
  let changed = values;
  for (const parameter of channel.parameters) {
    const { location } = parameter;
    const said = location === undefined ? undefined : textAtLocation(changed, location);
    if (location === undefined || said === undefined || fits(parameter, said)) continue;
    changed = withTextAtLocation(changed, location, shownValue(parameter));
  }
  return changed;
}

/**
 * Whether an address may hold a text in place of a parameter. No value is empty, and none holds what separates the parts of addresses.
 *
 * @param parameter - of a channel
 * @param text - as it would stand in the address
 */
function fits({ schema }: ChannelParameter, text: string): boolean {
  if (text === '' || /[/.:+#\s]/u.test(text)) return false;
  return schema === undefined || isValid(schema, text) || isValid(schema, Number(text));
}

function textOfParameter(parameter: ChannelParameter, values: MessageValues): string {
  const { location } = parameter;
  const said = location === undefined ? undefined : textAtLocation(values, location);
  return said !== undefined && said !== '' ? said : String(shownValue(parameter));
}

function shownValue({ name, examples, schema }: ChannelParameter): JsonValue {
  const [shown] = examples;
  if (shown !== undefined) return shown;
  const sample = schema === undefined ? undefined : sampleFromSchema(schema);
  return sample?.kind === 'value' && sample.value !== '' ? sample.value : `${name}-1`;
}
