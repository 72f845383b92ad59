import type { FSWatcher } from 'chokidar';

/** Files that are looked after. */
export interface FileWatch {
  /**
   * Looks after these too.
   *
   * @param readAtMs - when they began to be read, in ms since 1970: who was written since then has changed
   */
  add(files: Iterable<string>, readAtMs: number): void;
  close(): Promise<void>;
}

/**
 * Tells when files change: once for what an editor does in several steps, and never while the last telling is still at work.
 *
 * @param onChange - told; what it throws goes to `onTrouble`
 * @param onTrouble - told of files that cannot be watched, too
 */
export async function watchFiles(onChange: () => Promise<void>, onTrouble: (error: unknown) => void): Promise<FileWatch> {
  const { watch } = await import('chokidar');
  const watcher: FSWatcher = watch([], { alwaysStat: true, atomic: QUIET_MS });
  let readSinceMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(onChange).catch(onTrouble);
    }, QUIET_MS);
  };
  // Between reading a file and looking after it some time goes by.
  watcher.on('add', (_file, stats) => {
    if (stats === undefined || stats.mtimeMs >= readSinceMs) changed();
  });
  watcher.on('change', changed).on('unlink', changed).on('error', onTrouble);
  return {
    add: (files, readAtMs) => {
      readSinceMs = readAtMs;
      watcher.add([...files]);
    },
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
      await work;
    },
  };
}

/** An editor writes a file anew, and then another one. */
const QUIET_MS = 60;
