import type { ReportSystem } from '../run/report-workspace.js';
import { uniqueNames } from './doc-names.js';
import type { DocPair } from './doc-pairs.js';
import { shownText } from '../markdown.js';

/**
 * The source of a Mermaid flowchart: a node for each system, an arrow for each pair, from who calls or receives to who answers or publishes. The id of a node
 * is made of its name, so that a further system changes no other line.
 *
 * @param systems - of the workspace
 * @param pairs - also those whose systems are not of the workspace
 * @returns lines
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function architectureDiagram(systems: readonly ReportSystem[], pairs: readonly DocPair[]): readonly string[] {
  const unique = uniqueNames();
  const ids = new Map<string, string>();
  const known = new Map(systems.map((system) => [system.name, system]));
  const names = [...known.keys(), ...pairs.flatMap(({ consumer, provider }) => [consumer, provider])];
  for (const name of names) if (!ids.has(name)) ids.set(name, unique(`s_${name.replace(/[^A-Za-z0-9]+/g, '_').slice(0, MAX_ID_LENGTH)}`));
  const nodes = [...ids].map(([name, id]) => {
    const [open, close] = SHAPES[known.get(name)?.kind ?? 'consumer'];
    return `  ${id}${open}"${labelText(name)}"${close}`;
  });
  const arrows = pairs.map(({ consumer, provider, protocols }) => {
    const label = protocols.length === 0 ? '' : `|"${labelText(protocols.join(', '))}"|`;
    return `  ${ids.get(consumer)} -->${label} ${ids.get(provider)}`;
  });
  return ['flowchart LR', ...nodes, ...arrows];
}

/** In quotes all but letters and digits can be written by its number, also the colon: Mermaid takes `style …: #…;` for a style. A label may not be empty. */
function labelText(text: string): string {
  const label = [...shownText(text)].map((character) => (PLAIN.test(character) ? character : `#${character.codePointAt(0)};`)).join('');
  return label === '' ? '#32;' : label;
}

/** Calls as a box, events as a cylinder, both as a box with double sides, who only consumes as a box with round corners. */
const SHAPES: Readonly<Record<ReportSystem['kind'], readonly [open: string, close: string]>> = {
  calls: ['[', ']'],
  events: ['[(', ')]'],
  both: ['[[', ']]'],
  consumer: ['(', ')'],
};
const PLAIN = /^[\p{L}\p{N} _.,-]$/u;
const MAX_ID_LENGTH = 60;
