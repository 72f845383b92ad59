/**
 * A text of somebody else's as Markdown that shows it: no markup, names nobody and links nowhere, on one line.
 *
 * @param text - any
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/[@#](?=\w)/g, '$&\u200b')
    .replace(/(https?|www)(:\/\/|\.)/g, '$1\u200b$2');
}

/**
 * A text as code on one line.
 *
 * @param text - any
 * @see https://github.github.com/gfm/#code-spans
 */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank at each end is taken away again, and makes room for backticks there.
  return longest === 0 && line.trim() !== '' && !/^ .* $/.test(line) ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/**
 * A text of several lines as a block of code.
 *
 * @param text - any
 * @param language - how it is coloured
 * @see https://github.github.com/gfm/#fenced-code-blocks
 */
export function markdownBlock(text: string, language: string): string {
  // A fence is longer than any run of its own characters within.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}${language}\n${text}\n${fence}\n`;
}
