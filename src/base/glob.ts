/**
 * Whether a path fits a pattern: `*` stands for anything within a segment, `**` for anything. Its cost is the product of both lengths at most,
 * whatever the pattern.
 *
 * @param pattern - `/orders/*`
 * @param path - without a query, percent-encoding untouched
 */
export function matchesGlob(pattern: string, path: string): boolean {
  let open: readonly number[] = closure(pattern, [0]);
  for (let index = 0; index < path.length && open.length > 0; index += 1) {
    const character = path.charAt(index);
    const next = new Set<number>();
    for (const at of open) {
      if (at >= pattern.length) continue;
      if (pattern[at] !== '*') {
        if (pattern[at] === character) next.add(at + 1);
      } else if (isDouble(pattern, at) || character !== '/') next.add(at);
    }
    open = closure(pattern, next);
  }
  return open.includes(pattern.length);
}

/** A star may stand for nothing: where one can be, so can what follows it. */
function closure(pattern: string, positions: Iterable<number>): readonly number[] {
  const reached = new Set(positions);
  for (const at of reached) if (pattern[at] === '*') reached.add(at + (isDouble(pattern, at) ? 2 : 1));
  return [...reached];
}

function isDouble(pattern: string, at: number): boolean {
  return pattern[at + 1] === '*';
}
