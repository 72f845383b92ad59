/** What may stand next in a JSON text. */
type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/**
 * The offset of the first character that keeps a text from being JSON; the text's length when it only ends too early.
 * Used where `JSON.parse` has already failed: its own messages name a position only sometimes.
 *
 * @param text - not a JSON text
 * @see RFC 8259 §2
 */
export function offsetOfJsonFault(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const end = tokenEnd(text, offset);
    const next = afterToken(expected, text.charAt(offset), open);
    if (next === undefined) return offset;
    if (end.fault !== undefined) return end.fault;
    expected = next;
    offset = skipSpace(text, end.offset);
  }
  return text.length;
}

function afterToken(expected: Expected, first: string, open: string[]): Expected | undefined {
  switch (first) {
    case '}':
    case ']':
      return afterClosing(expected, first, open);
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case ',':
      return expected === 'comma-or-end' ? afterComma(open) : undefined;
    default:
      return afterStart(expected, first, open);
  }
}

function afterClosing(expected: Expected, bracket: '}' | ']', open: string[]): Expected | undefined {
  const isEmpty = expected === (bracket === '}' ? 'name-or-end' : 'value-or-end');
  return (isEmpty || expected === 'comma-or-end') && open.pop() === bracket ? afterValue(open) : undefined;
}

function afterComma(open: readonly string[]): Expected {
  return open.at(-1) === '}' ? 'name' : 'value';
}

/** After the first character of a name or a value. */
function afterStart(expected: Expected, first: string, open: string[]): Expected | undefined {
  if (expected === 'name' || expected === 'name-or-end') return first === '"' ? 'colon' : undefined;
  if (expected !== 'value' && expected !== 'value-or-end') return undefined;
  if (first !== '{' && first !== '[') return afterValue(open);
  open.push(first === '{' ? '}' : ']');
  return first === '{' ? 'name-or-end' : 'value-or-end';
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'nothing' : 'comma-or-end';
}

function tokenEnd(text: string, start: number): { readonly offset: number; readonly fault?: number } {
  const first = text.charAt(start);
  if (first === '"') return stringEnd(text, start);
  if ('{}[],:'.includes(first)) return { offset: start + 1 };
  LITERAL.lastIndex = start;
  return LITERAL.test(text) ? { offset: LITERAL.lastIndex } : { offset: start, fault: start };
}

function stringEnd(text: string, start: number): { readonly offset: number; readonly fault?: number } {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const unit = text.charCodeAt(offset);
    if (unit === 0x22) return { offset: offset + 1 };
    if (unit < 0x20) return { offset, fault: offset };
    if (unit !== 0x5c) continue;
    ESCAPE.lastIndex = offset;
    if (!ESCAPE.test(text)) return { offset, fault: offset };
    offset = ESCAPE.lastIndex - 1;
  }
  return { offset: text.length };
}

function skipSpace(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && ' \t\r\n'.includes(text.charAt(offset))) offset += 1;
  return offset;
}

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
