import { DURATION_PATTERN, msFromDuration } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';

/** How the streams of a mock go; what is `undefined` is left to the mock. */
export interface MockStreams {
  readonly itemCount: number | undefined;
  readonly paceMs: number | undefined;
  readonly idleMs: number | undefined;
  readonly staysOpen: boolean | undefined;
}

/**
 * The `mock.streams` of a system.
 *
 * @param value - as the published schema has it
 */
export function mockStreamsFromJson({ items, pace, heartbeat, open }: JsonObject): MockStreams {
  return {
    itemCount: items === undefined ? undefined : Number(items),
    paceMs: msOf(pace),
    idleMs: msOf(heartbeat),
    staysOpen: open === undefined ? undefined : open === true,
  };
}

function msOf(value: JsonValue | undefined): number | undefined {
  return value === undefined ? undefined : msFromDuration(String(value));
}

const duration = { type: 'string', pattern: DURATION_PATTERN } as const;

/** The shape of `mock.streams` of a system. */
export const mockStreamsSchema = {
  type: 'object',
  description: 'How its streams go where a request does not say.',
  additionalProperties: false,
  properties: {
    items: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      description: 'How many items are made where no example shows them; 3 by default.',
    },
    pace: { ...duration, description: 'Between one item and the next; 100ms by default.' },
    heartbeat: { ...duration, description: 'How often an open stream of events says something, if only a comment; 15s by default.' },
    open: { type: 'boolean', description: 'Whether streams of events stay open behind their items.' },
  },
} as const;
