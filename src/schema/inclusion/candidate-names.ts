import { isJsonObject } from '../../base/json.js';
import type { Node } from '../node.js';
import { textBetween } from '../pattern/text-between.js';
import { childNode } from '../keyword/child.js';
import { clausesNamed, textFacts } from '../sample/facts.js';

/**
 * Names of members that the patterns of two sides tell apart: such as one side's pattern matches and the other side's does not, and such as
 * both match.
 *
 * @param writers - the writer's schemas that hold together
 * @param readers - the reader's
 * @returns each once
 */
export function namesBetween(writers: readonly Node[], readers: readonly Node[]): readonly string[] {
  const [own, other] = [patternsOf(writers), patternsOf(readers)];
  if (own.length === 0 && other.length === 0) return [];
  const rules = rulesOf(writers);
  const names = new Set<string>();
  const add = (matching: readonly string[], refusing: readonly string[]): void => {
    if (names.size >= MAX_NAME_COUNT) return;
    const found = textBetween({ matching: [...matching, ...rules], refusing, least: 0, most: MAX_NAME_LENGTH });
    if (found.kind === 'text') names.add(found.text);
  };
  for (const pattern of own) {
    add([pattern], other);
    for (const foreign of other) {
      add([pattern], [foreign]);
      add([pattern, foreign], []);
    }
  }
  for (const foreign of other) add([foreign], own);
  return [...names];
}

const MAX_NAME_COUNT = 24;
const MAX_NAME_LENGTH = 200;
const MAX_PATTERN_COUNT = 8;

function patternsOf(nodes: readonly Node[]): readonly string[] {
  const members = clausesNamed(nodes, 'patternProperties').flatMap(({ value }) => (isJsonObject(value) ? Object.keys(value) : []));
  const names = rulesOf(nodes);
  return [...new Set([...members, ...names])].slice(0, MAX_PATTERN_COUNT);
}

function rulesOf(nodes: readonly Node[]): readonly string[] {
  const rules = clausesNamed(nodes, 'propertyNames').map((clause) => childNode(clause, clause.value));
  return textFacts(rules).patterns;
}
