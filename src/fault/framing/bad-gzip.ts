import { statelessKind } from '../fault-kind.js';
import type { Reply } from '../reply.js';
import { bodyLength, bodyOf, withBody } from '../reply-body.js';
import { settingsSchema } from '../setting.js';
import { withoutHeaders } from '../with-headers.js';

/** @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.3 (block type 3 is an error) */
export const badGzip = statelessKind<undefined>({
  kind: 'bad-gzip',
  group: 'framing',
  summary: 'Content-Encoding says gzip, and after the first bytes it is none; 11 bytes longer than the body was',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onReply: ({ reply }) => ({ state: undefined, effect: bodyLength(reply) === 0 ? reply : zippedBadly(reply) }),
});

function zippedBadly(reply: Reply): Reply {
  const headers = [...withoutHeaders(reply.response.headers, ['content-encoding']), 'content-encoding', 'gzip'];
  return withBody(reply, joined(bodyOf(reply)), headers);
}

function joined(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(GZIP_START.length + body.length);
  bytes.set(GZIP_START);
  bytes.set(body, GZIP_START.length);
  return bytes;
}

/** Magic, deflate, no flags, no time, unknown system; then the last block, of type 3. @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3 */
const GZIP_START = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0x07];
