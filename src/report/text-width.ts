/**
 * How many columns of a terminal a text takes: two for what is wide (Chinese, Japanese, Korean, emoji), none for what joins what stands before it.
 *
 * @param text - without line breaks and control characters
 * @see Unicode Standard Annex #11 (East Asian Width), #29 (grapheme clusters)
 */
export function widthOfText(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/**
 * A text that is no wider than asked, with an ellipsis where something was cut.
 *
 * @param columnCount - 0 or more
 */
export function cutToWidth(text: string, columnCount: number): string {
  if (widthOfText(text) <= columnCount) return text;
  const [start] = headOfWidth(text, columnCount - 1);
  return columnCount < 1 ? '' : `${start}…`;
}

/**
 * As much of a text as fits, and the rest; no grapheme is parted.
 *
 * @param columnCount - less than 0 is 0
 */
export function headOfWidth(text: string, columnCount: number): readonly [head: string, rest: string] {
  if (NARROW.test(text)) return [text.slice(0, Math.max(0, columnCount)), text.slice(Math.max(0, columnCount))];
  let width = 0;
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    width += widthOfGrapheme(segment);
    if (width > columnCount) return [text.slice(0, index), text.slice(index)];
  }
  return [text, ''];
}

function widthOfGrapheme(grapheme: string): number {
  if (JOINING.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Most texts: ASCII, Latin, punctuation, arrows and lines of tables. */
const NARROW = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/;
const JOINING = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
/** By its first character, or by the selector that asks for the picture. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])|\ufe0f/u;
