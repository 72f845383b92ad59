import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { didYouMean } from '../../base/did-you-mean.js';
import type { ArazzoNode } from './node.js';
import { itemsOf, membersOf, report } from './node.js';
import { parseExpression } from './expression.js';

/**
 * Notes, at any depth of a value, the texts that look like expressions and are none: they would be sent as they stand.
 *
 * @param node - a payload, the value of a parameter, an output
 */
export function checkValue(node: ArazzoNode): void {
  const { value } = node;
  if (typeof value === 'string') checkText(node);
  else if (Array.isArray(value)) for (const item of itemsOf(node)) checkValue(item);
  else if (isJsonObject(value)) for (const [, member] of membersOf(node)) checkValue(member);
}

/**
 * The same for one text, and for what stands in braces within it.
 *
 * @param node - a text
 */
export function checkText(node: ArazzoNode): void {
  const { value } = node;
  if (typeof value !== 'string') return;
  if (MEANT.test(value) && !value.includes(' ')) checkExpression(node);
  for (const match of value.matchAll(/\{(\$[^{}]*)\}/g)) noteBroken(node, match[1] ?? '');
}

/**
 * Notes a text that must be an expression and is none.
 *
 * @param node - a text
 */
export function checkExpression(node: ArazzoNode): void {
  if (typeof node.value === 'string') noteBroken(node, node.value);
}

function noteBroken(node: ArazzoNode, text: string): void {
  if (parseExpression(text) !== undefined) return;
  const [, root = '', rest = ''] = /^\$([a-zA-Z]*)(.*)$/s.exec(text) ?? [];
  const near = didYouMean(root, ROOTS);
  report(node, `"${text}" is no runtime expression`, near === undefined || near === root ? {} : { suggestion: `$${near}${rest}` });
}

/**
 * The expressions in a value, at any depth, whole and embedded.
 *
 * @param value - as written
 */
export function* textsIn(value: JsonValue | undefined): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) yield* textsIn(item);
  else if (isJsonObject(value)) for (const member of Object.values(value)) yield* textsIn(member);
}

const ROOTS = [
  'url',
  'method',
  'statusCode',
  'self',
  'request',
  'response',
  'message',
  'inputs',
  'outputs',
  'steps',
  'workflows',
  'sourceDescriptions',
  'components',
];
/** A price may begin with `$`, too. */
const MEANT = /^\$[a-zA-Z]+(?:\.|$)/;
