/**
 * The items so that each comes after those it depends on, else in their own order; or the first circle that keeps them from it.
 *
 * @param keys - in their own order
 * @param dependsOn - keys; unknown ones are passed over
 * @returns `circle`: its keys in order, the first once more at its end
 */
export function inOrder(
  keys: readonly string[],
  dependsOn: (key: string) => readonly string[],
): { readonly order: readonly string[]; readonly circle: readonly string[] | undefined } {
  const known = new Set(keys);
  const order: string[] = [];
  const done = new Set<string>();
  let circle: readonly string[] | undefined;
  const visit = (key: string, path: readonly string[]): void => {
    if (done.has(key)) return;
    if (path.includes(key)) {
      circle ??= [...path.slice(path.indexOf(key)), key];
      return;
    }
    for (const other of dependsOn(key)) if (known.has(other)) visit(other, [...path, key]);
    if (!done.has(key)) order.push(key);
    done.add(key);
  };
  for (const key of keys) visit(key, []);
  return { order, circle };
}
