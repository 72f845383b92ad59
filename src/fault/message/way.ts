import type { JsonObject } from '../../base/json.js';
import type { MessageWay } from '../fault.js';
import { choiceOf } from '../setting.js';

/** The setting that {@link wayFrom} reads. */
export const WAY_SETTINGS: Readonly<Record<'at', JsonObject>> = { at: { enum: ['publish', 'delivery'] } };

/**
 * Which way the messages go that a fault touches: by default to the broker, since what happens there happens to everybody.
 *
 * @param settings - as the schema has them
 */
export function wayFrom({ at }: JsonObject): MessageWay {
  return choiceOf(at, ['publish', 'delivery']);
}
