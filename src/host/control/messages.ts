import type { JsonObject } from '../../base/json.js';
import { lineFromMessage } from '../../journal/message-line.js';
import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';

/** What passed through the channels, oldest first. */
export const messages: ControlResource = {
  name: 'messages',
  methods: {
    GET: ({ systems }) => {
      const seen = systems.flatMap(({ byHand }) => byHand?.events()?.messages() ?? []);
      const inOrder = seen.toSorted((left, right) => left.atMs - right.atMs).slice(-MAX_COUNT);
      return json(200, { messages: inOrder.map((record) => JSON.parse(lineFromMessage(record)) as JsonObject) });
    },
  },
};

const MAX_COUNT = 500;
