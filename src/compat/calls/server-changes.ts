import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';

/**
 * What became of the paths that all operations stand below. Where a server is reached is a matter of the deployment; the path is part of
 * every request.
 *
 * @param comparing - the two contracts
 * @see https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function serverChanges({ older, newer }: Comparing): readonly Change[] {
  const gone = older.basePaths.filter((path) => !newer.basePaths.includes(path));
  const come = newer.basePaths.filter((path) => !older.basePaths.includes(path));
  const key = (specification: string): string => (specification === '2.0' ? '/basePath' : '/servers');
  const places = {
    older: { file: older.file, pointer: key(older.specification) },
    newer: { file: newer.file, pointer: key(newer.specification) },
  };
  const base = { direction: 'consumer-writes', operation: undefined, ...places } as const;
  return [
    ...gone.map(
      (path): Change => ({
        ...base,
        code: 'compat/server-removed',
        effect: 'removed',
        guards: [],
        location: ['server', path],
        cause: `server-removed ${path}`,
        args: { path, left: newer.basePaths },
      }),
    ),
    ...come.map(
      (path): Change => ({
        ...base,
        code: 'compat/server-added',
        effect: 'added',
        guards: [],
        location: ['server', path],
        cause: `server-added ${path}`,
        args: { path },
      }),
    ),
  ];
}
