/**
 * Names that are let through as they are as long as there are few of them; all later ones are `other`.
 *
 * @param maxCount - of one owner
 */
export function createBoundedNames(maxCount: number): (owner: string, name: string) => string {
  const owners = new Map<string, Set<string>>();
  return (owner, name) => {
    let names = owners.get(owner);
    if (names === undefined) {
      names = new Set();
      owners.set(owner, names);
    }
    if (names.has(name)) return name;
    if (names.size >= maxCount) return 'other';
    names.add(name);
    return name;
  };
}
