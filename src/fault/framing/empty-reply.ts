import { statelessKind } from '../fault-kind.js';
import { choiceOf, HOW, settingsSchema } from '../setting.js';

/** What a server looks like that dies while it works, or a proxy whose backend is gone. */
export const emptyReply = statelessKind<'fin' | 'rst'>({
  kind: 'empty-reply',
  group: 'framing',
  summary: 'The connection ends in an orderly way without a byte of an answer',
  schema: settingsSchema({ how: HOW }),
  settingsFrom: (json) => choiceOf(json['how'], ['fin', 'rst']),
  onReply: ({ settings: how, reply }) => ({ state: undefined, effect: { ...reply, steps: [{ kind: 'cut', how }] } }),
});
