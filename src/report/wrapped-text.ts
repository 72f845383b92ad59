import { headOfWidth, widthOfText } from './text-width.js';

/**
 * A text on lines that are no wider than asked, parted at blanks; a word that is wider than a line goes on in the next one, so that nothing is lost.
 *
 * @param text - without line breaks
 * @param columnCount - at least 2, so that every character fits
 * @returns at least one line
 */
export function wrappedText(text: string, columnCount: number): readonly string[] {
  const width = Math.max(2, columnCount);
  if (widthOfText(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '' || widthOfText(line) + 1 + widthOfText(word) <= width) {
      line = line === '' ? word : `${line} ${word}`;
    } else {
      lines.push(line);
      line = word;
    }
    while (widthOfText(line) > width) {
      const [head, rest] = headOfWidth(line, width);
      lines.push(head);
      line = rest;
    }
  }
  return [...lines, line];
}
