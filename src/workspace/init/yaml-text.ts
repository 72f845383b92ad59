/**
 * A text as the value of a key in YAML, in one line. `${` in it stands for itself.
 *
 * @param text - any
 */
export function valueText(text: string): string {
  const escaped = text.replaceAll('${', () => '$${');
  return isPlain(escaped) ? escaped : quotedText(escaped);
}

/**
 * A name as a key in YAML.
 *
 * @param name - any
 */
export function keyText(name: string): string {
  return isPlain(name) ? name : quotedText(name);
}

/**
 * A comment of one line, shortened when it is long.
 *
 * @param text - any
 */
export function commentLine(text: string): string {
  const line = text.replace(UNSAFE_RUN, ' ').trim();
  const shortened = line.slice(0, MAX_COMMENT_LENGTH - 1).replace(/[\ud800-\udbff]$/, '');
  return `# ${line.length > MAX_COMMENT_LENGTH ? `${shortened.trimEnd()}…` : line}`;
}

/** What every reader of YAML takes for a text, whichever version it follows. */
function isPlain(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}

/** @see https://yaml.org/spec/1.2.2/#51-character-set */
function quotedText(text: string): string {
  return JSON.stringify(text).replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const MAX_COMMENT_LENGTH = 140;
/** Controls, halves of characters, and what some readers take for a line end or refuse. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu;
const UNSAFE_RUN = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff\s]+/gu;
