import type { JsonObject, JsonValue } from '../base/json.js';
import { choiceOf } from './setting.js';

/** `up`: from the consumer to the provider. */
export type Direction = 'up' | 'down' | 'both';

/** The setting that {@link directionFrom} reads. */
export const DIRECTION: JsonObject = { enum: ['up', 'down', 'both'] };

/**
 * The direction that was written, by default what comes back to the consumer.
 *
 * @param value - of the settings
 */
export function directionFrom(value: JsonValue | undefined): Direction {
  return choiceOf(value, ['down', 'up', 'both']);
}

/**
 * Whether bytes of a direction are meant.
 *
 * @param wanted - by the settings
 * @param actual - of the bytes
 */
export function isDirection(wanted: Direction, actual: 'up' | 'down'): boolean {
  return wanted === 'both' || wanted === actual;
}
