/** An element of a document without namespaces. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

/**
 * The root element of an XML document, read strictly: what is not well-formed is an error. Knows elements, attributes, text, character
 * references and the five entities; nothing else occurs in a report.
 *
 * @see https://www.w3.org/TR/xml/
 */
export function parseXml(document: string): XmlElement {
  const bad = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(document);
  if (bad !== null) throw new Error(`a character that XML cannot hold at ${bad.index}`);
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document);
  if (declaration === null) throw new Error('no XML declaration');
  const state = { text: document, at: declaration[0].length };
  const root = element(state);
  if (state.text.slice(state.at).trim() !== '') throw new Error('something follows the root element');
  return root;
}

interface State {
  readonly text: string;
  at: number;
}

function element(state: State): XmlElement {
  const name = take(state, /<([A-Za-z][\w.-]*)/y);
  const attributes: Record<string, string> = {};
  for (
    let found = tryTake(state, /\s+([A-Za-z][\w.-]*)="([^<"]*)"/y);
    found !== null;
    found = tryTake(state, /\s+([A-Za-z][\w.-]*)="([^<"]*)"/y)
  ) {
    const [, key = '', value = ''] = found;
    if (key in attributes) throw new Error(`${key} twice`);
    // Attribute-value normalisation (§3.3.3): literal white space is not kept.
    attributes[key] = unescaped(value.replace(/[\t\n\r]/g, ' '));
  }
  if (tryTake(state, /\s*\/>/y) !== null) return { name, attributes, children: [], text: '' };
  take(state, /\s*(>)/y);
  const children: XmlElement[] = [];
  let text = '';
  for (;;) {
    text += unescaped((tryTake(state, /[^<]+/y)?.[0] ?? '').replace(/\r\n?/g, '\n'));
    if (state.text.startsWith('</', state.at)) break;
    children.push(element(state));
  }
  const closing = take(state, /<\/([A-Za-z][\w.-]*)\s*>/y);
  if (closing !== name) throw new Error(`<${name}> is closed by </${closing}>`);
  return { name, attributes, children, text };
}

function unescaped(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(text)) throw new Error(`an & that is no reference in ${JSON.stringify(text)}`);
  if (text.includes(']]>')) throw new Error(']]> in text');
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(#?\w+);/g, (_all, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.replace('#x', '0x').replace('#', ''))) : (named[name] ?? ''),
  );
}

function take(state: State, pattern: RegExp): string {
  const found = tryTake(state, pattern);
  if (found === null) throw new Error(`expected ${pattern} at ${state.at}: ${JSON.stringify(state.text.slice(state.at, state.at + 40))}`);
  return found[1] ?? '';
}

function tryTake(state: State, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = state.at;
  const found = pattern.exec(state.text);
  if (found !== null) state.at = pattern.lastIndex;
  return found;
}
