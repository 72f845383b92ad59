import { resolve } from 'node:path';
import { type Certificates, createCertificates } from '../host/certificates.js';
import { machineClock } from '../host/machine-clock.js';
import { writeWholeFile } from '../host/whole-file.js';
import type { CommandInput } from './command.js';
import { textOption } from './option-values.js';

/**
 * Certificates for where a command listens, when it was asked to speak TLS; what consumers are to trust is written where the user says.
 *
 * @param input - of a command that has `TLS_OPTIONS`
 * @param host - where it listens
 */
export async function certificatesFor({ options, io }: CommandInput, host: string): Promise<Certificates | undefined> {
  if (options['tls'] !== true) return undefined;
  const certificates = await createCertificates([...new Set(['localhost', '127.0.0.1', '::1', host])], machineClock.nowMs());
  const file = textOption(options, 'tls-ca');
  if (file !== undefined) writeWholeFile(resolve(io.cwd, file), certificates.authority);
  return certificates;
}
