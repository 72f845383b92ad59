import { widthOfText } from './text-width.js';
import { wrappedText } from './wrapped-text.js';

/** One column of a table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Whether its cells are wrapped when the terminal is narrow. */
  readonly shrinks?: boolean | undefined;
}

/**
 * Rows as aligned text under their titles and a rule. It is as wide as its cells ask for, and no wider than the terminal: cells of columns that may shrink
 * go on in a next line. Where even that does not fit, each row is a block, with a line for each cell. No text is lost.
 *
 * @param columns - at least one
 * @param rows - one text for each column; without line breaks
 * @param columnCount - the width of the terminal in characters
 */
export function textFromTable(columns: readonly Column[], rows: readonly (readonly string[])[], columnCount: number): string {
  const asked = columns.map((column, index) => Math.max(widthOfText(column.title), ...rows.map((row) => widthOfText(row[index] ?? ''))));
  const widths = shrunk(columns, asked, columnCount - GAP.length * (columns.length - 1));
  if (widths === undefined && rows.length > 0) return textFromBlocks(columns, rows, columnCount);
  const lines = (cells: readonly string[]): readonly string[] => linesOfRow(columns, cells, widths ?? asked);
  const rule = (widths ?? asked).map((width) => '─'.repeat(width)).join(GAP);
  return `${[...lines(columns.map((column) => column.title)), rule, ...rows.flatMap(lines)].join('\n')}\n`;
}

/**
 * Takes from the widest column that may shrink, one character at a time, until the rest fits.
 *
 * @returns `undefined` when nothing more can be taken before it does
 */
function shrunk(columns: readonly Column[], asked: readonly number[], available: number): readonly number[] | undefined {
  const widths = [...asked];
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  for (; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.shrinks === true && width > LEAST_WIDTH && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function linesOfRow(columns: readonly Column[], cells: readonly string[], widths: readonly number[]): readonly string[] {
  const wrapped = widths.map((width, index) => wrappedText(cells[index] ?? '', width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((column, index) => padded(wrapped[index]?.[row] ?? '', widths[index] ?? 0, column.align))
      .join(GAP)
      .trimEnd(),
  );
}

/** A block for each row, its titles before its cells; what is empty is left out. */
function textFromBlocks(columns: readonly Column[], rows: readonly (readonly string[])[], columnCount: number): string {
  const titleWidth = Math.max(...columns.map(({ title }) => widthOfText(title)));
  const isBeside = columnCount - titleWidth - GAP.length >= LEAST_WIDTH;
  const indent = isBeside ? titleWidth + GAP.length : GAP.length;
  const blockOf = (row: readonly string[]): string =>
    columns
      .flatMap(({ title }, index) => {
        const cell = row[index] ?? '';
        if (cell === '') return [];
        const [first = '', ...others] = wrappedText(cell, columnCount - indent);
        const rest = others.map((line) => `${' '.repeat(indent)}${line}\n`);
        return isBeside
          ? [`${padded(title, titleWidth, 'left')}${GAP}${first}\n`, ...rest]
          : [`${title}\n${' '.repeat(indent)}${first}\n`, ...rest];
      })
      .join('');
  return rows.map(blockOf).join('\n');
}

function padded(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - widthOfText(text)));
  return align === 'left' ? text + space : space + text;
}

const GAP = '  ';
const LEAST_WIDTH = 8;
