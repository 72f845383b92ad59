import { isValid } from '../../../schema/validate.js';
import { payloadFromBytes } from '../../../wire/message-content.js';
import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';
import { textAtLocation } from '../../../mock/events/message-value.js';

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#parameterObject */
export const addressAgrees: MessageCheck = {
  code: 'check/address-agrees',
  summary: 'the parameters of an address are what they may be, and what the message itself says',
  severity: 'error',
  judge: ({ heard, channel, parameters, declared }) =>
    channel.parameters.flatMap((parameter) => {
      const { name, schema, location, file, pointer } = parameter;
      const value = parameters[name];
      if (value === undefined) return HOLDS;
      const failure = (expected: string) => [
        { severity: 'error' as const, place: { file, pointer }, location: ['address', name], expected, seen: JSON.stringify(value) },
      ];
      const isAllowed = schema === undefined || isValid(schema, value) || isValid(schema, Number(value));
      if (!isAllowed) return failure(`a ${name} in the address that keeps its schema`);
      if (location === undefined || declared === undefined) return HOLDS;
      const read = payloadFromBytes(heard.message.payload, declared);
      const said = textAtLocation({ payload: read.ok ? read.value : undefined, headers: heard.message.headers }, location);
      return said === undefined || said === value ? HOLDS : failure(`the ${name} of the message in its address, ${JSON.stringify(said)}`);
    }),
};
