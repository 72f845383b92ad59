/** A document as data: texts are texts whatever they hold, and never become markup. */
export type Tree = string | number | false | undefined | TreeElement | readonly Tree[];

/** An element of HTML, or of SVG within it. */
export interface TreeElement {
  readonly tag: string;
  /** `true` for one without a value; `false` and `undefined` leave it out. */
  readonly attributes: TreeAttributes;
  readonly children: readonly Tree[];
}

export type TreeAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An element.
 *
 * @param tag - of HTML or SVG, ours and never made of data
 * @param attributes - by name; names are ours as well
 * @param children - in their order
 */
export function h(tag: string, attributes: TreeAttributes = {}, ...children: readonly Tree[]): TreeElement {
  return { tag, attributes, children };
}

/**
 * A tree as HTML.
 *
 * @param tree - of elements and texts
 * @see https://html.spec.whatwg.org/multipage/parsing.html#tokenization
 */
export function htmlFromTree(tree: Tree): string {
  if (tree === false || tree === undefined) return '';
  if (typeof tree === 'string' || typeof tree === 'number') return escaped(String(tree));
  if (isList(tree)) return tree.map(htmlFromTree).join('');
  const { tag, attributes, children } = tree;
  const opening = `<${tag}${Object.entries(attributes).map(attributeText).join('')}>`;
  return VOID_TAGS.has(tag) ? opening : `${opening}${children.map(htmlFromTree).join('')}</${tag}>`;
}

/**
 * A text as it is shown: characters that would hide, reorder or end what stands around them are shown by their number.
 *
 * @param text - of anybody
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function attributeText([name, value]: readonly [string, TreeAttributes[string]]): string {
  if (value === false || value === undefined) return '';
  return value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
}

function escaped(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\r', '&#13;');
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(tree: TreeElement | readonly Tree[]): tree is readonly Tree[] {
  return Array.isArray(tree);
}

const VOID_TAGS: ReadonlySet<string> = new Set(['br', 'input', 'meta']);
/** Controls but for tab and line ends, what reorders text, lone surrogates, and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]/gu;
