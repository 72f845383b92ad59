import { readFile } from 'node:fs/promises';

/** What the programs with a preload noted about their connections. */
export interface ConnectionNotes {
  /** Whether any program of the command had the preload. */
  readonly isReady: boolean;
  /** Instants at which the port refused one, of the command's time. */
  readonly refusedAtMs: readonly number[];
  /** How many connections to the port were begun. */
  readonly begunCount: number;
}

/**
 * Reads what was noted in one run.
 *
 * @param file - that the preload wrote to; there is none when no program had it
 * @param port - of the server of the run
 */
export async function readConnectionNotes(file: string, port: number): Promise<ConnectionNotes> {
  const lines = (await textOrNothing(file)).split('\n').map((line) => line.split(' '));
  const ofPort = lines.filter(([, one]) => one === String(port));
  return {
    isReady: lines.some(([word]) => word === 'ready'),
    refusedAtMs: ofPort.filter(([word]) => word === 'refused').map(([, , atMs]) => Number(atMs)),
    begunCount: ofPort.filter(([word]) => word === 'begun').length,
  };
}

/**
 * How many connections of this machine have failed since it started, whoever began them; `undefined` where the system does not tell.
 *
 * @see RFC 4022 tcpAttemptFails
 */
export async function failedConnectionCount(): Promise<number | undefined> {
  const rows = (await textOrNothing('/proc/net/snmp')).split('\n').filter((line) => line.startsWith('Tcp:'));
  const [names = [], values = []] = rows.map((row) => row.split(' '));
  const count = Number(values[names.indexOf('AttemptFails')] ?? Number.NaN);
  return Number.isInteger(count) ? count : undefined;
}

async function textOrNothing(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Nobody wrote it, or the system has no such file: then nothing is known, which is what an empty text says.
    return '';
  }
}
