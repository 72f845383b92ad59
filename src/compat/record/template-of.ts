import type { Contract } from '../../contract/contract.js';

/**
 * A template for a path that the contract does not have: below its base path, what looks like a number or an id is a parameter.
 *
 * @param path - as it was called, without its query
 * @param contract - whose servers have paths
 */
export function templateOf(path: string, contract: Contract): string {
  const base = [...contract.basePaths].sort((left, right) => right.length - left.length).find((each) => path.startsWith(`${each}/`)) ?? '';
  const names = new Map<string, number>();
  const segments = path
    .slice(base.length)
    .split('/')
    .map((segment, index, all) => {
      if (!isId(segment)) return segment;
      const name = nameOf(all[index - 1]);
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      return `{${name}${count === 1 ? '' : count}}`;
    });
  return segments.join('/');
}

/**
 * The names of a template's parameters.
 *
 * @param template - as of {@link templateOf}
 */
export function parametersOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '');
}

function isId(segment: string): boolean {
  return /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9a-f]{16,}$|^(?=.*\d)[A-Za-z0-9_-]{10,}$/i.test(segment);
}

/** `orderId` of `/orders/17`. */
function nameOf(before: string | undefined): string {
  const word = (before ?? '').replaceAll(/[^A-Za-z0-9]/g, '').replace(/s$/, '');
  return word === '' || /^\d/.test(word) ? 'id' : `${word}Id`;
}
