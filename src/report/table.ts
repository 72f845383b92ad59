/** One column of a table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Whether it is cut when the terminal is narrow. */
  readonly shrinks?: boolean | undefined;
}

/**
 * Rows as aligned text, one line each, under their titles and a rule. It is as wide as its cells ask for, and no wider than the terminal:
 * the columns that may shrink are cut, with an ellipsis.
 *
 * @param columns - at least one
 * @param rows - one text for each column; without line breaks
 * @param columnCount - the width of the terminal in characters
 */
export function textFromTable(columns: readonly Column[], rows: readonly (readonly string[])[], columnCount: number): string {
  const asked = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ''))));
  const widths = shrunk(columns, asked, columnCount - GAP.length * (columns.length - 1));
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => padded(cells[index] ?? '', widths[index] ?? 0, column.align))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return `${[line(columns.map((column) => column.title)), rule, ...rows.map(line)].join('\n')}\n`;
}

/** Takes from the widest column that may shrink, one character at a time, until the rest fits or nothing more can be taken. */
function shrunk(columns: readonly Column[], asked: readonly number[], available: number): readonly number[] {
  const widths = [...asked];
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  for (; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.shrinks === true && width > LEAST_WIDTH && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function padded(text: string, width: number, align: Column['align']): string {
  const characters = [...text];
  const shown = characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : text;
  const space = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return align === 'left' ? shown + space : space + shown;
}

/** Characters, not UTF-16 units; names of systems have no wide ones. */
function widthOf(text: string): number {
  return [...text].length;
}

const GAP = '  ';
const LEAST_WIDTH = 8;
