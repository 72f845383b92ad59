/**
 * The items of several rows in turn, one of each, until all have ended: whoever stops early has seen something of every row.
 *
 * @param rows - each is read no further than it is asked for
 */
export function* interleave<Item>(rows: readonly Iterable<Item>[]): Iterable<Item> {
  let open = rows.map((row) => row[Symbol.iterator]());
  while (open.length > 0) {
    const still: Iterator<Item>[] = [];
    for (const row of open) {
      const next = row.next();
      if (next.done === true) continue;
      yield next.value;
      still.push(row);
    }
    open = still;
  }
}
