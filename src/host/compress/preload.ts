/**
 * Loaded into Node programs before their own code (`--import`, by `compressedEnv`). Stands alone: it must cost a program next to nothing and
 * must not load what the program itself might want to see unloaded.
 */
import { takeNotes } from './take-notes.js';
import { patchClocks } from './patch-clocks.js';
import { patchTimers } from './patch-timers.js';

function begin(): void {
  const scale = Number(process.env['MORTISE_COMPRESS_SCALE'] ?? '1');
  const originMs = Number(process.env['MORTISE_COMPRESS_ORIGIN_MS'] ?? '0');
  const notes = process.env['MORTISE_COMPRESS_NOTES'];
  const realNowMs = realClock();
  const nowMs = (): number => originMs + (realNowMs() - originMs) * scale;
  if (notes !== undefined && notes !== '') takeNotes(notes, nowMs);
  if (!(scale > 1)) return;
  patchTimers(scale);
  patchClocks(nowMs, scale);
}

function realClock(): () => number {
  const now = performance.now.bind(performance);
  const startMs = performance.timeOrigin;
  return () => startMs + now();
}

begin();
