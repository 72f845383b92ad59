import type { ContractServer } from '../../contract/channel.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';

/**
 * What became of the brokers. Where one is reached is a matter of the deployment; another protocol is another wire.
 *
 * @param comparing - two contracts of events
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#serverObject
 */
export function brokerChanges({ older, newer }: Comparing): readonly Change[] {
  const [before, after] = [older, newer].map(({ servers }) => new Map(servers.map((server) => [addressText(server), server])));
  if (before === undefined || after === undefined) return [];
  const left = new Set(newer.servers.map(({ protocol }) => protocol));
  const gone = [...before].filter(([address]) => !after.has(address));
  const come = [...after].filter(([address]) => !before.has(address));
  return [
    ...gone.map(
      ([address, server]): Change => ({
        ...changeOf(address, 'removed'),
        code: 'compat/server-removed',
        guards: left.has(server.protocol) ? ['annotation'] : [],
        older: { file: older.file, pointer: server.pointer },
        newer: { file: newer.file, pointer: '/servers' },
      }),
    ),
    ...come.map(
      ([address, server]): Change => ({
        ...changeOf(address, 'added'),
        code: 'compat/server-added',
        guards: [],
        older: { file: older.file, pointer: '/servers' },
        newer: { file: newer.file, pointer: server.pointer },
      }),
    ),
  ];
}

function addressText({ protocol, host, pathname }: ContractServer): string {
  return `${protocol}://${host}${pathname}`;
}

function changeOf(address: string, effect: 'removed' | 'added'): Omit<Change, 'code' | 'guards' | 'older' | 'newer'> {
  return {
    direction: 'both',
    effect,
    operation: undefined,
    location: ['server', address],
    cause: `server-${effect} ${address}`,
    args: { path: address },
  };
}
