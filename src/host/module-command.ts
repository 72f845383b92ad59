import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The command line that runs the program of a module in a process of its own, for `startProgram`.
 *
 * @param module - a path, resolved
 */
export function moduleCommand(module: string): string {
  return [process.execPath, mainFile(), module].map(quoted).join(' ');
}

/** A process can run only what is built; our own tests run from the sources. */
function mainFile(): string {
  const beside = fileURLToPath(new URL('./module-main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/host/module-main.js', import.meta.url));
}

/** As the shell takes it, whatever is in it. */
function quoted(text: string): string {
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
