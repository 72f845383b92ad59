import type { MessageArguments } from '../../base/errors.js';
import { quoted } from './words.js';

/**
 * What to do after a name that is not there: take the one that was likely meant, else one of those there are.
 *
 * @param nearby - `suggestion` and `known` of the message, as `namesNearby` gives them
 * @param otherwise - where neither helps
 * @param there - what stands before the names that there are
 */
export function nextFromNames({ suggestion, known }: MessageArguments, otherwise: string, there = 'There are'): string {
  if (suggestion !== undefined) return `Did you mean ${quoted(suggestion)}?`;
  return Array.isArray(known) && known.length > 0 ? `${there} ${known.join(', ')}` : otherwise;
}

/**
 * The step that leads on to the other problems of a file, which follow one on a line.
 *
 * @param next - the step for the first of them
 * @param moreCount - how many others there are
 */
export function leadingOn(next: string, moreCount: MessageArguments[string]): string {
  return moreCount === undefined || moreCount === 0 ? next : `${next}${next.endsWith('?') ? '' : '.'} And also`;
}
