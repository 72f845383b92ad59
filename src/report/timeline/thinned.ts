/**
 * Some of many, evenly: the first and the last are among them.
 *
 * @param items - in order
 * @param mostCount - 2 or more
 * @returns all of them when there are no more than that; else just so many, in their order
 */
export function thinned<T>(items: readonly T[], mostCount: number): readonly T[] {
  if (items.length <= mostCount) return items;
  const step = (items.length - 1) / (mostCount - 1);
  return Array.from({ length: mostCount }, (_, index) => Math.round(index * step)).flatMap((position) =>
    items.slice(position, position + 1),
  );
}
