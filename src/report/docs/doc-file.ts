/** One document. */
export interface DocFile {
  /** Below the folder of the documents, with `/` between its parts: letters, digits, `-`, `_` and `.` only. */
  readonly path: string;
  /** Begins with {@link DOC_MARK}, ends with a line end. */
  readonly text: string;
}

/** What the first line of each document holds: only files that have it are written over or taken away. */
export const DOC_MARK = 'Written by mortise report --docs: what is changed here is lost';

/**
 * A document of Markdown.
 *
 * @param path - below the folder of the documents
 * @param lines - without line ends
 */
export function markdownFile(path: string, lines: readonly string[]): DocFile {
  return { path, text: `${[`<!-- ${DOC_MARK} -->`, '', ...lines].join('\n').trimEnd()}\n` };
}
