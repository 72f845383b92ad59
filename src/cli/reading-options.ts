import type { DocumentPortOptions } from '../host/document-port.js';
import type { CommandInput, Option } from './command.js';

/** What every command that reads documents lets the user allow. */
export const READING_OPTIONS: readonly Option[] = [
  { group: 'Reading', name: 'allow-remote', kind: 'boolean', help: 'Fetch documents and references from http and https URLs' },
  {
    group: 'Reading',
    name: 'allow-files',
    kind: 'list',
    value: 'dir',
    help: "Let references lead into this folder besides the contract's own; may be repeated",
  },
];

/**
 * What the user allowed, for `createDocumentPort`.
 *
 * @param input - of a command that has {@link READING_OPTIONS}
 */
export function readingOptions({ options, io }: CommandInput): DocumentPortOptions {
  const allowFiles = options['allow-files'];
  return {
    cwd: io.cwd,
    // Asked for only when `-` is read: an open terminal would keep the process alive.
    get stdin() {
      return io.stdin;
    },
    allowRemote: options['allow-remote'] === true,
    allowFiles: Array.isArray(allowFiles) ? allowFiles : [],
  };
}
