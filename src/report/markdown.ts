/**
 * A text of somebody else's as Markdown that shows it: in one line, with what cannot be seen written out. It is no markup, names nobody and links nowhere.
 *
 * @param text - any
 * @returns `''` for a text of blanks only
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function markdownText(text: string): string {
  return (
    shownText(text)
      .replace(/[\\`*_{}[\]<>()#!~&$^=@]/g, (mark) => `\\${mark}`)
      // GitHub looks for names and numbers of issues in what Markdown came to, where no backslash is left.
      .replace(/[@#](?=\\?\w)/g, '$&&#8203;')
      // No escape by a backslash holds in the tables of all readers.
      .replaceAll('|', '&#124;')
      // What begins a list, and what is made a link though nobody asked for it.
      .replace(/^([-+])/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/(https?|ftp):/gi, '$1\\:')
      .replace(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
  );
}

/**
 * A name as code; as a text when code cannot show it everywhere.
 *
 * @param name - of a system, an operation, a file
 */
export function markdownCode(name: string): string {
  const isSafe = name !== '' && name === shownText(name) && !/[`|\\]/.test(name);
  return isSafe ? `\`${name}\`` : markdownText(name);
}

/** A title, and where its cells stand. */
export type MarkdownColumn = string | { readonly title: string; readonly align: 'right' };

/**
 * A table; where there are no rows a line that says so.
 *
 * @param columns - titles
 * @param rows - Markdown, one text for each column
 * @param whenEmpty - a sentence
 */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
  whenEmpty: string,
): readonly string[] {
  if (rows.length === 0) return [whenEmpty];
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.title));
  const borders = columns.map((column) => (typeof column === 'string' ? '---' : '---:'));
  return [line(titles), line(borders), ...rows.map(line)];
}

/**
 * A block of code whose text cannot end it.
 *
 * @param text - of several lines
 * @param language - of letters
 */
export function markdownBlock(text: string, language: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(UNSEEN, (character) => (character === '\t' ? character : written(character))));
  return [`${fence}${language}`, ...lines, fence];
}

/**
 * The text as a page shows it.
 *
 * @param text - any
 * @returns in one line, blanks as one each, controls and marks of direction as `\u202e`, cut when it is long
 */
export function shownText(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim().replace(UNSEEN, written);
  const characters = [...line];
  return characters.length <= MAX_CHARACTER_COUNT
    ? line
    : `${characters
        .slice(0, MAX_CHARACTER_COUNT - 1)
        .join('')
        .trimEnd()}…`;
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Controls, halves of characters, and what turns the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;
const MAX_CHARACTER_COUNT = 400;
