import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HostError, InputError } from '../../base/errors.js';
import type { VerifierReport, VerifierSettings } from './verifier-settings.js';

/**
 * What Pact's own verifier says of some pacts and their provider. What it prints stays with it.
 *
 * @param settings - the pacts, and how the provider is reached
 * @param signal - ends the verification
 * @returns its report as it gives it: a text of JSON
 * @throws HostError `E_PACKAGE_MISSING` when `@pact-foundation/pact` is not installed, `E_PROCESS_START` when it ends without a report;
 *   InputError `E_MODULE_INVALID` when the module of handlers cannot be used; the signal's reason when it is aborted
 */
export async function verifyPacts(settings: VerifierSettings, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const report = await reportOf(settings, signal);
  if (report.kind === 'done') return report.results;
  if (report.kind === 'package-missing') {
    throw new HostError({ code: 'E_PACKAGE_MISSING', args: { package: '@pact-foundation/pact', purpose: 'mortise pact verify' } });
  }
  if (report.kind === 'handlers-invalid') {
    throw new InputError({ code: 'E_HOOKS_INVALID', at: { file: settings.handlers ?? '' }, args: { problem: report.problem } });
  }
  const { providerUrl } = settings;
  if (providerUrl === undefined || !UNREACHABLE.test(report.reason)) throw failedToRun(report.reason);
  throw new HostError({ code: 'E_REQUEST', args: { url: providerUrl, reason: report.reason } });
}

function reportOf(settings: VerifierSettings, signal: AbortSignal): Promise<VerifierReport> {
  const child = fork(programFile(), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true' },
    execArgv: [],
  });
  const said = lastOf(child);
  return new Promise((resolve, reject) => {
    let report: VerifierReport | undefined;
    const stop = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (message) => {
      // Its first word is its last: whatever still runs in there is of no use.
      report ??= message as VerifierReport;
      stop();
    });
    child.once('error', (cause) => reject(failedToRun(cause.message, cause)));
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (report !== undefined) resolve(report);
      else if (signal.aborted) reject(signal.reason);
      else reject(failedToRun(`it ended with ${code ?? 'a signal'} and no report: ${said()}`));
    });
    child.send(settings, (error) => {
      // A child that is gone tells so by `close`.
      if (error !== null) stop();
    });
  });
}

/** The end of what it printed, for the error when it says nothing else. */
function lastOf(child: ReturnType<typeof fork>): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = `${text}${chunk}`.slice(-MAX_SAID_LENGTH);
    });
  }
  return () => text.replaceAll(ANSI, '').trim();
}

function failedToRun(reason: string, cause?: unknown): HostError {
  return new HostError({ code: 'E_PROCESS_START', args: { command: 'the verifier of @pact-foundation/pact', reason }, cause });
}

/** Programs can only be what is built; our own tests run from the sources. */
function programFile(): string {
  const beside = new URL('./verifier-main.js', import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : new URL('../../../dist/host/pact/verifier-main.js', import.meta.url));
}

const UNREACHABLE = /\bE(?:CONN|NOTFOUND|HOST|NET|AI_|PIPE|TIMEDOUT)|socket hang up/;
const MAX_SAID_LENGTH = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const ANSI = /\u001b\[[0-9;]*m/g;
