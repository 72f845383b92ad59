import { createDocumentPort } from '../host/document-port.js';
import { machineClock } from '../host/machine-clock.js';
import { type FileWatch, watchFiles } from '../host/watch-files.js';
import { textFromError } from '../report/wording/error-wording.js';
import { InputError } from '../base/errors.js';
import type { CommandInput } from './command.js';
import { failWith } from './fail.js';
import { readingOptions } from './reading-options.js';
import type { ServedSystem } from '../host/served-system.js';
import { type ServedSystems, systemsToServe } from '../host/systems-to-serve.js';

export interface WatchedMocks {
  readonly input: CommandInput;
  /** As the user gave them. */
  readonly files: readonly string[];
  /** Everything that was read so far. */
  readonly paths: Iterable<string>;
  /** When that began, in ms since 1970. */
  readonly readAtMs: number;
  readonly served: ServedSystems;
  /** Puts the contract of a system, and what it sends because of calls, in place of what they were. */
  readonly renew: (system: ServedSystem) => void;
}

/**
 * Reads contracts again when one of their files changes. What can no longer be read leaves everything as it was, and is told.
 *
 * @param watched - what is served, and how it is renewed
 */
export async function watchMocks({ input, files, paths, readAtMs, served, renew }: WatchedMocks): Promise<FileWatch> {
  const { io } = input;
  const texts = new Map(served.http.map((system) => [system.name, fingerprint(system)]));
  const readAgain = async (): Promise<void> => {
    const asked = new Set<string>();
    const againAtMs = machineClock.nowMs();
    const port = createDocumentPort({ ...readingOptions(input), onFile: (path) => void asked.add(path) });
    try {
      const again = await systemsToServe(files, port, io.env);
      tellOfOthers(again);
      for (const system of again.http) {
        const { name, contract } = system;
        const now = fingerprint(system);
        if (!texts.has(name) || texts.get(name) === now) continue;
        texts.set(name, now);
        renew(system);
        io.stdout(`${name} was read again (${contract.operations.length} operations)\n`);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      io.stderr(`mortise: the contracts stay as they were: ${textFromError(error)}\n`);
    } finally {
      watch.add(asked, againAtMs);
    }
  };
  /** What listens where is settled when the mock starts. */
  const tellOfOthers = (again: ServedSystems): void => {
    const others = again.http.filter(({ name }) => !texts.has(name)).map(({ name }) => name);
    if (others.length > 0) io.stderr(`mortise: ${others.join(', ')}: new since the mock was started; start it anew to serve it\n`);
  };
  const watch = await watchFiles(readAgain, (error) => void failWith(error, false, io));
  watch.add(paths, readAtMs);
  return watch;
}

/** All documents that a contract was read from, and what the workspace says of webhooks. */
function fingerprint({ contract: { texts }, webhooks, callbacks }: ServedSystem): string {
  return JSON.stringify([[...texts], webhooks, callbacks]);
}
