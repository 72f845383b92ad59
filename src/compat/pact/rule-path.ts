import type { PathToken } from './pact-rules.js';

/**
 * The steps of a path into a value: `$`, `$.items[*].id`, `$['a b'][0]`, `$.*`.
 *
 * @param text - as matching rules write it, of at most 4,096 characters
 * @returns without the root; `undefined` when it is no path
 * @see https://docs.pact.io/implementation_guides/ruby/matching (paths are a subset of JSONPath)
 */
export function tokensFromRulePath(text: string): readonly PathToken[] | undefined {
  if (!text.startsWith('$') || text.length > MAX_PATH_LENGTH) return undefined;
  const tokens: PathToken[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const quoted = match[2] ?? match[3];
    const name = match[1] ?? match[4];
    if (quoted !== undefined) tokens.push({ kind: 'name', name: quoted.replaceAll(/\\(.)/g, '$1') });
    else if (match[4] === '*') tokens.push({ kind: 'any-item' });
    else if (name === '*') tokens.push({ kind: 'any-member' });
    else tokens.push({ kind: 'name', name: name ?? '' });
  }
  return tokens;
}

/**
 * The path of some steps: what {@link tokensFromRulePath} reads.
 *
 * @param tokens - without the root
 */
export function rulePathFromTokens(tokens: readonly PathToken[]): string {
  return `$${tokens.map(stepText).join('')}`;
}

function stepText(token: PathToken): string {
  if (token.kind === 'any-item') return '[*]';
  if (token.kind === 'any-member') return '.*';
  if (PLAIN_NAME.test(token.name)) return `.${token.name}`;
  if (INDEX.test(token.name)) return `[${token.name}]`;
  return `['${token.name.replaceAll(/[\\']/g, '\\$&')}']`;
}

const MAX_PATH_LENGTH = 4_096;
/** `.name`, `['name']`, `["name"]`, `[0]` or `[*]`. Sticky, without overlapping repetition. */
const STEP = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]/y;
const PLAIN_NAME = /^[A-Za-z_$@][\w$@-]*$/;
const INDEX = /^\d+$/;
