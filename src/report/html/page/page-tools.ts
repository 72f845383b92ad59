import type { FindingView } from '../finding-view.js';
import type { PackedFindings } from '../packed-findings.js';
import type { Tree, TreeElement } from '../tree.js';

/** What the page does with its data and its document. */
export interface PageTools {
  /** The findings that the page carries. */
  views(): readonly FindingView[];
  /** A tree as nodes: a text is a text node, whatever it holds. */
  node(tree: Tree): Node;
  one<Kind extends Element>(selector: string, kind: new () => Kind): Kind;
}

/**
 * What the page does with its data and its document. It stands in the page as text, so it uses nothing but what a browser has.
 */
export function pageTools(): PageTools {
  const element = ({ tag, attributes, children }: TreeElement): Element => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false && value !== undefined) made.setAttribute(name, value === true ? '' : String(value));
    }
    made.append(...children.map(node));
    return made;
  };
  const node = (tree: Tree): Node => {
    if (typeof tree === 'string' || typeof tree === 'number') return document.createTextNode(String(tree));
    if (typeof tree === 'object' && 'tag' in tree) return element(tree);
    const fragment = document.createDocumentFragment();
    if (typeof tree === 'object') fragment.append(...tree.map(node));
    return fragment;
  };
  const one = <Kind extends Element>(selector: string, kind: new () => Kind): Kind => {
    const element = document.querySelector(selector);
    if (!(element instanceof kind)) throw new Error(`the page has no ${selector}`);
    return element;
  };
  return {
    node,
    one,
    views: () => {
      const { members, texts, rows } = JSON.parse(one('#finding-data', HTMLScriptElement).textContent ?? '') as PackedFindings;
      return rows.map((row) => Object.fromEntries(row.map((number, index) => [members[index], texts[number]])) as unknown as FindingView);
    },
  };
}
