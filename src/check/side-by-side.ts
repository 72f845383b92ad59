/**
 * Does something with each item, in order, a bounded number at a time. After the first failure nothing new is begun.
 *
 * @param items - in the order in which they are begun
 * @param workerCount - at least 1
 * @param act - once for each item
 * @throws the first failure, when everything that was begun has ended
 */
export async function runSideBySide<Item>(
  items: readonly Item[],
  workerCount: number,
  act: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (failures.length === 0) {
      const index = next;
      next += 1;
      const item = items[index];
      if (index >= items.length || item === undefined) return;
      try {
        await act(item, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workerCount, items.length) }, work));
  if (failures.length > 0) throw failures[0];
}
