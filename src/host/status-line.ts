import { cutToWidth } from '../report/text-width.js';

/** The last line of a terminal, which is written over again and again. */
export interface StatusLine {
  /** @param line - in the place of the one before; '' takes it away */
  readonly show: (line: string) => void;
  /** Takes the line away, for something that stays to be written there. */
  readonly clear: () => void;
}

/** What is needed of a stream of a terminal. */
interface TerminalStream {
  readonly write: (text: string) => unknown;
  /** `undefined` when it does not say. */
  readonly columnCount: () => number | undefined;
}

/**
 * A line that moves. It is cut to the width of the terminal, since one that wraps cannot be written over.
 *
 * @param stream - of a terminal
 * @param onFirst - called before the first line is shown
 * @see ECMA-48 §8.3.41 (EL)
 */
export function createStatusLine(stream: TerminalStream, onFirst: () => void): StatusLine {
  let shown = '';
  let wasShown = false;
  const show = (line: string): void => {
    const next = cutToWidth(line.replace(CONTROL_CHARACTERS, ' '), (stream.columnCount() ?? DEFAULT_COLUMN_COUNT) - 1);
    if (next === shown) return;
    if (!wasShown) onFirst();
    wasShown = true;
    shown = next;
    stream.write(`${CLEAR_LINE}${next}`);
  };
  return { show, clear: () => show('') };
}

const CLEAR_LINE = '\r\u001b[K';
const DEFAULT_COLUMN_COUNT = 80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]+/g;
