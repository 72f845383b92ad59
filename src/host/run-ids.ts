import type { RunRecorder } from '../journal/run-recorder.js';

/**
 * An id that nothing else in the run has: one run may have many links, and a link may be opened anew.
 *
 * @param recorder - of the run; without one ids are unique within the process
 */
export function nextRunId(recorder: RunRecorder | undefined, consumer: string | undefined, provider: string): string {
  const key = recorder ?? NO_RUN;
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return consumer === undefined ? `${provider}-${count}` : `${consumer}-${provider}-${count}`;
}

const NO_RUN = {};
const counts = new WeakMap<object, number>();
