import type { Reply } from '../reply.js';
import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';
import { withHeaders, withoutHeaders } from '../with-headers.js';

/** A proxy, or a login page, that answers in the place of the provider. */
export const wrongContentType = statelessKind<string>({
  kind: 'wrong-content-type',
  group: 'framing',
  summary: 'The answer is what it is, and Content-Type says otherwise',
  schema: settingsSchema({
    type: { type: 'string', pattern: '^[\\x21-\\x7e](?:[\\x20-\\x7e]{0,198}[\\x21-\\x7e])?$', description: 'a media type' },
  }),
  settingsFrom: (json) => (json['type'] === undefined ? 'text/html' : String(json['type'])),
  onReply: ({ settings: type, reply }) => ({ state: undefined, effect: withHeaders(withoutType(reply), ['content-type', type]) }),
});

function withoutType({ response, steps }: Reply): Reply {
  return {
    response: { ...response, headers: withoutHeaders(response.headers, NAMES) },
    steps: steps.map((step) => (step.kind === 'head' ? { ...step, headers: withoutHeaders(step.headers, NAMES) } : step)),
  };
}

const NAMES: readonly string[] = ['content-type'];
