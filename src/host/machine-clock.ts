import type { Clock } from '../base/clock.js';
import { createScaledClock } from './scaled-clock.js';

/** The machine's own time. */
export const machineClock: Clock = createScaledClock(1);
