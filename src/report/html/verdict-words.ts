import type { Verdict } from '../../finding/severity.js';
import type { TreeElement } from './tree.js';
import { h } from './tree.js';

/** How a verdict looks. It is never told by colour alone: each has a sign and a word. */
export type Tone = 'bad' | 'warn' | 'good' | 'open' | 'none';

/** A verdict as people read it. */
export interface VerdictWords {
  readonly word: string;
  readonly tone: Tone;
  /** Beside it, small: `3 errors`. */
  readonly detail?: string;
}

/** By the kind of a verdict of ours. */
export const VERDICT_TONES: Readonly<Record<Verdict['kind'], Tone>> = {
  refuted: 'bad',
  proved: 'good',
  consistent: 'good',
  inconclusive: 'open',
};

/** What stands before the word. */
export const TONE_SIGNS: Readonly<Record<Tone, string>> = { bad: '✕', warn: '!', good: '✓', open: '?', none: '–' };

/**
 * A verdict as a badge: its sign, its word, and what there is to add.
 *
 * @param words - of the verdict
 */
export function verdictBadge({ word, tone, detail }: VerdictWords): TreeElement {
  return h(
    'span',
    { class: `verdict ${tone}` },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, TONE_SIGNS[tone]),
    ' ',
    h('span', { class: 'word' }, word),
    detail !== undefined && [' ', h('span', { class: 'detail' }, detail)],
  );
}

/**
 * `1 error`, `3 errors`.
 *
 * @param count - of them
 * @param noun - whose plural ends in s
 */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * A whole number with thin spaces between its thousands.
 *
 * @param count - not negative
 */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/**
 * A length of time for people: `420 ms`, `12.5 s`, `3 min 20 s`.
 *
 * @param ms - finite
 */
export function lengthText(ms: number): string {
  if (ms < 1_000) return `${Number(ms.toFixed(ms < 10 ? 1 : 0))} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 7_200) return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Number((seconds / 3_600).toFixed(1))} h`;
}
