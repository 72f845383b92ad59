import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { HostError } from '../base/errors.js';

export interface PrismOptions {
  readonly file: string;
  readonly host: string;
  readonly port: number;
  readonly dynamic: boolean;
  readonly errors: boolean;
  readonly cors: boolean;
  readonly signal: AbortSignal;
}

/**
 * Hands a document to Prism's own mock server, in a process of its own whose output is ours, until the signal.
 *
 * @param options - those of `mortise mock` that Prism knows
 * @returns 0 when it was stopped by the signal, 3 when it ended otherwise
 * @throws HostError `E_PACKAGE_MISSING` when `@stoplight/prism-cli` is not installed
 */
export async function runPrism(options: PrismOptions): Promise<0 | 3> {
  const flags = [
    '-h',
    options.host,
    '-p',
    String(options.port),
    `--cors=${options.cors}`,
    `--dynamic=${options.dynamic}`,
    `--errors=${options.errors}`,
  ];
  const child = spawn(process.execPath, [prismProgram(), 'mock', ...flags, options.file], { stdio: ['ignore', 'inherit', 'inherit'] });
  const stop = (): void => void child.kill('SIGTERM');
  options.signal.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new HostError({ code: 'E_PROCESS_START', args: { command: 'prism mock', reason: cause.message }, cause })),
    );
    child.once('exit', () => resolve(options.signal.aborted ? 0 : 3));
  });
}

function prismProgram(): string {
  try {
    return createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  } catch (cause) {
    throw new HostError({ code: 'E_PACKAGE_MISSING', args: { package: '@stoplight/prism-cli', purpose: '--engine prism' }, cause });
  }
}
