/** Pointers by their tokens, so that one walk through a text finds all of them and skips what none of them enters. */
export interface PointerTree {
  readonly children: Map<string, PointerTree>;
  /** Where it stands in the text, once it was found. */
  offset: number | undefined;
}

/**
 * The tree of some pointers.
 *
 * @param pointers - each as its unescaped tokens
 */
export function pointerTree(pointers: Iterable<readonly string[]>): PointerTree {
  const root: PointerTree = { children: new Map(), offset: undefined };
  for (const tokens of pointers) {
    let node = root;
    for (const token of tokens) {
      let child = node.children.get(token);
      if (child === undefined) {
        child = { children: new Map(), offset: undefined };
        node.children.set(token, child);
      }
      node = child;
    }
  }
  return root;
}
