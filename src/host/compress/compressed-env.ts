import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CLOCK_ORIGIN_MS } from '../scaled-clock.js';

/** What the preload reads; nothing else of the environment means anything to it. */
export const COMPRESS_VARIABLES = {
  scale: 'MORTISE_COMPRESS_SCALE',
  originMs: 'MORTISE_COMPRESS_ORIGIN_MS',
  /** A folder for notes: that the preload runs, and which connections were refused. */
  notes: 'MORTISE_COMPRESS_NOTES',
} as const;

/**
 * The environment in which Node programs, and what they start, live so much faster: their timers and clocks agree with `createScaledClock(scale)`.
 * Programs that are not Node's take no notice.
 *
 * @param env - everything else
 * @param scale - 1 or more; at 1 time is left alone
 */
export function compressedEnv(env: Readonly<Record<string, string | undefined>>, scale: number): Record<string, string | undefined> {
  const own = env['NODE_OPTIONS'];
  const load = `--import=${preloadUrl()}`;
  return {
    ...env,
    NODE_OPTIONS: own === undefined || own === '' ? load : `${own} ${load}`,
    [COMPRESS_VARIABLES.scale]: String(scale),
    [COMPRESS_VARIABLES.originMs]: String(CLOCK_ORIGIN_MS),
  };
}

/** Programs can load only what is built; our own tests run from the sources. A URL has no blanks, on which NODE_OPTIONS would be split. */
function preloadUrl(): string {
  const beside = new URL('./preload.js', import.meta.url);
  const built = new URL('../../../dist/host/compress/preload.js', import.meta.url);
  return pathToFileURL(fileURLToPath(existsSync(beside) ? beside : built)).href;
}
