import { tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { Selection, SelectorType } from './selection.js';

/**
 * What a selector finds in a value. The engines are loaded when they are first needed; XPath is version 1.0.
 *
 * @param type - the language
 * @param selector - as written, its embedded expressions filled in
 * @param context - data for JSONPath and JSON pointers (a text is parsed), the text of a document for XPath
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#selector-object
 */
export async function select(type: SelectorType, selector: string, context: JsonValue): Promise<Selection> {
  if (selector.length > MAX_SELECTOR_LENGTH)
    return { kind: 'problem', problem: `the selector is longer than ${MAX_SELECTOR_LENGTH} characters` };
  if (type === 'xpath') return selectByXPath(selector, context);
  const data = dataOf(context);
  if (data === undefined) return { kind: 'problem', problem: 'the context is no JSON' };
  return type === 'jsonpath' ? selectByJsonPath(selector, data) : selectByPointer(selector, data);
}

async function selectByJsonPath(selector: string, data: JsonValue): Promise<Selection> {
  const { query } = await import('jsonpath-rfc9535');
  try {
    return { kind: 'nodes', values: query(data as Parameters<typeof query>[0], selector) as readonly JsonValue[] };
  } catch (error) {
    return { kind: 'problem', problem: `the JSONPath cannot be used: ${reasonOf(error)}` };
  }
}

async function selectByXPath(selector: string, context: JsonValue): Promise<Selection> {
  if (typeof context !== 'string') return { kind: 'problem', problem: 'the context is no XML text' };
  const { evaluateXPath } = await import('./evaluate-xpath.js');
  return evaluateXPath(selector, context);
}

function selectByPointer(selector: string, data: JsonValue): Selection {
  const pointer = selector.startsWith('#') ? selector.slice(1) : selector;
  if (pointer !== '' && !pointer.startsWith('/')) return { kind: 'problem', problem: 'a JSON pointer begins with "/"' };
  const value = tokensFromPointer(pointer).length > MAX_DEPTH ? undefined : valueAtPointer(data, pointer);
  return { kind: 'nodes', values: value === undefined ? [] : [value] };
}

/** Bodies that came without a media type of JSON are texts. */
function dataOf(context: JsonValue): JsonValue | undefined {
  if (typeof context !== 'string') return context;
  try {
    return JSON.parse(context) as JsonValue;
  } catch {
    // Not an error of ours: a text has nothing to select from.
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

const MAX_SELECTOR_LENGTH = 10_000;
const MAX_DEPTH = 1_000;
