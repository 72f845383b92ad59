/** How hard a rule is held: not looked at, reported beside the answer, or answered with an error. */
export type RuleLevel = 'off' | 'warn' | 'error';

/** The rules of a mock. `request` in text form stands for `security`, `parameters`, `body` and `media-type` together. */
export interface Rules {
  readonly security: RuleLevel;
  readonly parameters: RuleLevel;
  readonly body: RuleLevel;
  readonly 'media-type': RuleLevel;
  /** The mock's own answers, judged like a provider's. */
  readonly response: RuleLevel;
}

export const DEFAULT_RULES: Rules = { security: 'error', parameters: 'error', body: 'error', 'media-type': 'error', response: 'warn' };

export type ParsedRules =
  | { readonly kind: 'rules'; readonly rules: Rules }
  | { readonly kind: 'invalid'; readonly part: string; readonly word: string; readonly allowed: readonly string[] };

const LEVELS: readonly string[] = ['off', 'warn', 'error'] satisfies readonly RuleLevel[];
const REQUEST_RULES = ['security', 'parameters', 'body', 'media-type'] as const;
const RULE_NAMES: readonly string[] = ['request', ...REQUEST_RULES, 'response'];

/**
 * The rules that a text such as `request=warn,security=off` asks for, over the given ones; later parts win.
 *
 * @param text - `rule=level` parts, separated by commas
 * @param base - what holds where the text is silent
 */
export function parseRules(text: string, base: Rules = DEFAULT_RULES): ParsedRules {
  let rules = base;
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [name = '', level = ''] = part.split('=').map((piece) => piece.trim());
    if (!RULE_NAMES.includes(name)) return { kind: 'invalid', part, word: name, allowed: RULE_NAMES };
    if (!isLevel(level)) return { kind: 'invalid', part, word: level, allowed: LEVELS };
    const names = name === 'request' ? REQUEST_RULES : [name];
    rules = { ...rules, ...Object.fromEntries(names.map((each) => [each, level])) };
  }
  return { kind: 'rules', rules };
}

function isLevel(text: string): text is RuleLevel {
  return LEVELS.includes(text);
}
