import type { Reply } from '../reply.js';
import { statelessKind } from '../fault-kind.js';
import { bodyLength, cutAfter } from '../reply-body.js';
import { settingsSchema } from '../setting.js';
import { withoutHeaders } from '../with-headers.js';

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1 (a chunk begins with its size in hexadecimal digits) */
export const badChunk = statelessKind<undefined>({
  kind: 'bad-chunk',
  group: 'framing',
  summary: 'The body is sent in chunks, and the size of one is no number',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onReply: ({ reply }) => ({ state: undefined, effect: cutAfter(chunked(reply), Math.ceil(bodyLength(reply) / 2), BAD_END) }),
});

function chunked(reply: Reply): Reply {
  return {
    response: reply.response,
    steps: reply.steps.map((step) =>
      step.kind === 'head'
        ? { ...step, headers: [...withoutHeaders(step.headers, ['content-length', 'transfer-encoding']), 'transfer-encoding', 'chunked'] }
        : step,
    ),
  };
}

const BAD_END: Reply['steps'] = [
  { kind: 'raw', bytes: new TextEncoder().encode('not-a-size\r\n') },
  { kind: 'cut', how: 'fin' },
];
