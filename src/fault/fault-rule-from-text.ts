import { InputError, invariant } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { parseDocument } from '../contract/document.js';
import type { FaultRule } from './fault-rule.js';
import { faultRulesFromJson } from './fault-rules-from-json.js';

/**
 * The rule of one line, as `--fault` takes it: the kind, then `key=value`, parted by blanks. Values are read as YAML; one with blanks stands in quotation
 * marks; `on` may list several with commas; `headers.x-a=1` sets a member.
 *
 * @param text - `status status=503 on=getOrder nth=1-3`
 * @throws InputError `E_FAULT_INVALID` when it is no rule
 */
export function faultRuleFromText(text: string): FaultRule {
  const [kind = '', ...assignments] = wordsOf(text);
  const rule: Record<string, JsonValue> = { fault: kind };
  for (const assignment of assignments) assign(rule, assignment, text);
  const [parsed] = faultRulesFromJson(rule);
  invariant(parsed !== undefined, 'one rule is read from one object');
  return parsed;
}

function assign(rule: Record<string, JsonValue>, assignment: string, text: string): void {
  const equals = assignment.indexOf('=');
  if (equals <= 0) throw wrong(`${assignment} is not key=value`, text);
  const key = assignment.slice(0, equals);
  const value = settingFrom(key, assignment.slice(equals + 1), text);
  const dot = key.indexOf('.');
  if (dot === -1) {
    if (Object.hasOwn(rule, key)) throw wrong(`"${key}" is given twice`, text);
    rule[key] = value;
    return;
  }
  const held = rule[key.slice(0, dot)];
  const members = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
  rule[key.slice(0, dot)] = Object.fromEntries([...Object.entries(members), [key.slice(dot + 1), value]]) as JsonValue;
}

function settingFrom(key: string, written: string, text: string): JsonValue {
  if (TEXTS.has(key) && !/^["']/.test(written)) return written;
  if (key === 'on' && !/^["'[]/.test(written)) return written.split(',').filter((part) => part !== '');
  if (written === '') return '';
  try {
    return parseDocument(written, '--fault');
  } catch (error) {
    if (error instanceof InputError) throw wrong(`the value of "${key}" is neither JSON nor YAML`, text, error);
    throw error;
  }
}

/** Blanks part words, but not within quotation marks or brackets; the marks around a whole value are taken off by YAML. */
function wordsOf(text: string): readonly string[] {
  if (text.length > MAX_TEXT_LENGTH) throw wrong(`a rule of more than ${MAX_TEXT_LENGTH} characters`, text);
  const words: string[] = [];
  let inside: Inside = { quote: '', depth: 0 };
  let word = '';
  for (const character of text) {
    inside = insideAfter(inside, character, word);
    if (inside.quote !== '' || inside.depth > 0 || !/\s/.test(character)) word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (inside.quote !== '') throw wrong(`a ${inside.quote} is not closed`, text);
  return word === '' ? words : [...words, word];
}

interface Inside {
  /** The quotation mark that was opened, or `''`. */
  readonly quote: string;
  /** Of brackets. */
  readonly depth: number;
}

function insideAfter({ quote, depth }: Inside, character: string, word: string): Inside {
  if (quote !== '') return { quote: character === quote ? '' : quote, depth };
  // An apostrophe within a word opens nothing.
  if ((character === '"' || character === "'") && /[=[{,:\s]$/.test(word)) return { quote: character, depth };
  if (character === '{' || character === '[') return { quote, depth: depth + 1 };
  return { quote, depth: character === '}' || character === ']' ? depth - 1 : depth };
}

function wrong(problem: string, text: string, cause?: unknown): InputError {
  return new InputError({ code: 'E_FAULT_INVALID', args: { problem, text: text.slice(0, SHOWN_LENGTH) }, cause });
}

/** What YAML would read as something else: `nth=1-3` is a text anyway, but a label `1` or a name `true` is no number or truth value. */
const TEXTS: ReadonlySet<string> = new Set([
  'label',
  'method',
  'path',
  'channel',
  'header',
  'consumer',
  'provider',
  'while',
  'sets',
  'scope',
  'key',
]);
const MAX_TEXT_LENGTH = 20_000;
const SHOWN_LENGTH = 100;
