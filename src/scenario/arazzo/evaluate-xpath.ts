import type { Document } from '@xmldom/xmldom';
import { DOMParser } from '@xmldom/xmldom';
import { select, useNamespaces } from 'xpath';
import type { Selection } from './selection.js';

/**
 * What an XPath finds in a document; nodes are given by their text.
 *
 * @param expression - XPath 1.0; prefixes are those that the document's root declares
 * @param text - of a whole document; entities of its own are not expanded
 * @see https://www.w3.org/TR/1999/REC-xpath-19991116/
 */
export function evaluateXPath(expression: string, text: string): Selection {
  if (text.length > MAX_TEXT_LENGTH) return { kind: 'problem', problem: `the document is longer than ${MAX_TEXT_LENGTH} characters` };
  const document = documentFromText(text);
  if (typeof document === 'string') return { kind: 'problem', problem: `the context is no XML: ${document}` };
  try {
    const prefixes = prefixesOf(document);
    const node = document as unknown as Parameters<typeof select>[1];
    const found = prefixes.size === 0 ? select(expression, node) : useNamespaces(Object.fromEntries(prefixes))(expression, node);
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return { kind: 'value', value: found };
    return { kind: 'nodes', values: Array.isArray(found) ? found.map((one) => one.textContent ?? one.nodeValue ?? '') : [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'problem', problem: `the XPath cannot be used: ${reason}` };
  }
}

function documentFromText(text: string): Document | string {
  let problem: string | undefined;
  const onError = (_level: string, message: string): void => {
    problem ??= message;
  };
  try {
    const document = new DOMParser({ onError }).parseFromString(text, 'text/xml');
    return problem ?? document;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function prefixesOf(document: Document): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>();
  const attributes = document.documentElement?.attributes;
  for (let index = 0; index < (attributes?.length ?? 0); index += 1) {
    const attribute = attributes?.item(index);
    if (attribute?.name.startsWith('xmlns:') === true) prefixes.set(attribute.name.slice('xmlns:'.length), attribute.value);
  }
  return prefixes;
}

const MAX_TEXT_LENGTH = 1_048_576;
