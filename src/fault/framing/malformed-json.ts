import { statelessKind } from '../fault-kind.js';
import { jsonOfReply } from '../json-of-reply.js';
import { bodyOf, withBody } from '../reply-body.js';
import { settingsSchema } from '../setting.js';

/** The message is whole and the text in it is not: a parser must say so, and somebody must listen. */
export const malformedJson = statelessKind<undefined>({
  kind: 'malformed-json',
  group: 'framing',
  summary: 'The body is whole on the wire, and no JSON',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onReply: ({ reply }) => ({
    state: undefined,
    effect: jsonOfReply(reply) === undefined ? reply : withBody(reply, broken(bodyOf(reply))),
  }),
});

/** A list, an object or a text loses its end; what is left of a number would be a number, so it gets a brace in front, of the same length. */
function broken(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body).trim();
  const cut = /^[[{"]/.test(text) ? text.slice(0, -1) : `}${text.slice(1)}`;
  return new TextEncoder().encode(cut);
}
