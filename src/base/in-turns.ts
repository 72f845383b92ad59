/**
 * The first item of each row, then the second of each, and so on. A row is opened when its first item is due, so that what was given by
 * then may decide whether there is such a row.
 *
 * @param rows - each is read no further than it is asked for
 */
export function* inTurns<Item>(rows: Iterable<Iterable<Item>>): Generator<Item> {
  let open: Iterable<Iterator<Item>> = opened(rows);
  let isLeft = true;
  while (isLeft) {
    const still: Iterator<Item>[] = [];
    for (const row of open) {
      const next = row.next();
      if (next.done === true) continue;
      still.push(row);
      yield next.value;
    }
    open = still;
    isLeft = still.length > 0;
  }
}

function* opened<Item>(rows: Iterable<Iterable<Item>>): Generator<Iterator<Item>> {
  for (const row of rows) yield row[Symbol.iterator]();
}
