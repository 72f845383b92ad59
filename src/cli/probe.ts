import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { readContract } from '../contract/read-contract.js';
import { createDocumentPort } from '../host/document-port.js';
import { freshSeed } from '../host/entropy.js';
import type { ProbeOptions, ProbeReport } from '../host/probe-command.js';
import { DEFAULT_TIMEOUT_MS, probeCommand } from '../host/probe-command.js';
import { writeProbeJournals } from '../host/probe-journals.js';
import { createMock } from '../mock/mock.js';
import type { Rules } from '../mock/rules.js';
import { OBSERVED_MEMBERS } from '../recovery/probe/observed-members.js';
import type { ObservedMember } from '../recovery/probe/observed-policy.js';
import { textFromObservedPolicy } from '../report/observed-policy-text.js';
import type { CommandInput, ExitCode } from './command.js';
import { durationOption, knownValue, textOption, wordsOption, wrongValue } from './option-values.js';
import { openProgress } from './progress.js';
import { readingOptions } from './reading-options.js';

/** `mortise probe`. */
export async function runProbe(input: CommandInput): Promise<ExitCode> {
  const { options, positionals, io } = input;
  if (options['list'] === true) {
    io.stdout(`${OBSERVED_MEMBERS.join('\n')}\n`);
    return 0;
  }
  if (positionals.length === 0)
    throw new InputError({
      code: 'E_ARGUMENT_MISSING',
      args: { option: 'probe', value: 'a command behind --, for example -- node client.js' },
    });
  const seed = textOption(options, 'seed') ?? freshSeed();
  const keyHeader = (textOption(options, 'idempotency-header') ?? 'idempotency-key').toLowerCase();
  const report = await untilStopped(input, {
    command: positionals,
    folder: io.cwd,
    env: io.env,
    ...(await callOptions(input, seed)),
    idempotencyHeader: keyHeader,
    compress: compressOption(textOption(options, 'compress')),
    only: onlyOption(wordsOption(options, 'only')),
    seed,
    timeoutMs: durationOption(options, 'timeout'),
    signal: io.signal,
  });
  if (report === undefined) return 3;
  const folder = textOption(options, 'journal');
  if (folder !== undefined) await writeProbeJournals(report.runs, resolve(io.cwd, folder));
  const { policy, scale, experimentCount, durationMs } = report;
  if (options['json'] === true) {
    io.stdout(`${JSON.stringify({ ...policy, seed, scale, experiments: experimentCount, durationMs })}\n`);
    return 0;
  }
  io.stdout(textFromObservedPolicy(policy, { columnCount: io.columnCount, keyHeader }));
  const compressed = scale === 1 ? 'in real time' : `time up to ${scale} times faster`;
  io.stdout(`\n${experimentCount} runs in ${(durationMs / 1_000).toFixed(1)} s, ${compressed}\n`);
  return 0;
}

/** @returns `undefined` when the user stopped it: what was seen until then is not enough to say anything */
async function untilStopped({ io, options: asked }: CommandInput, options: ProbeOptions): Promise<ProbeReport | undefined> {
  const progress = openProgress(io, asked['json'] === true);
  const maxTimeMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  try {
    progress.tell({ title: 'probe: is the command well?', maxTimeMs });
    return await probeCommand({
      ...options,
      onRun: (count) => progress.tell({ title: 'probe', made: { noun: 'run', count }, maxTimeMs }),
    });
  } catch (cause) {
    if (io.signal.aborted && cause === io.signal.reason) return undefined;
    throw cause;
  } finally {
    progress.end();
  }
}

/** What the call is, and how it is answered when all is well. */
async function callOptions(input: CommandInput, seed: string): Promise<Pick<ProbeOptions, 'request' | 'isCall' | 'goodAnswer'>> {
  const { options } = input;
  const request = requestOption(textOption(options, 'request'));
  const file = textOption(options, 'contract');
  const id = textOption(options, 'operation');
  if (file === undefined) {
    if (id !== undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--operation', value: '--contract <spec>' } });
    return { request };
  }
  const contract = await readContract(file, createDocumentPort(readingOptions(input)));
  if (id !== undefined) {
    knownValue(
      '--operation',
      id,
      contract.operations.map((operation) => operation.id),
    );
  }
  // What the client sends is not what is tested here.
  const mock = createMock(contract, { rules: NO_RULES });
  const context = { seed, callIndex: () => 0 };
  return {
    request: request ?? requestOfOperation(contract, id),
    ...(id === undefined ? {} : { isCall: (one) => mock.answer(one, context).operation === id }),
    goodAnswer: (one) => mock.answer(one, context).response,
  };
}

function requestOfOperation(
  { operations }: Awaited<ReturnType<typeof readContract>>,
  id: string | undefined,
): { readonly method: string; readonly path: string } | undefined {
  const operation = operations.find((one) => one.id === id);
  return operation === undefined ? undefined : { method: operation.method, path: operation.path.replaceAll(/\{[^}]*\}/g, '1') };
}

/** `GET /things/1`, or without a blank: `GET:/things/1`. */
function requestOption(text: string | undefined): { readonly method: string; readonly path: string } | undefined {
  if (text === undefined) return undefined;
  const [, method = '', path = ''] = /^([A-Za-z]{1,20})[ :]+(\/\S*)$/.exec(text) ?? [];
  if (method === '') throw wrongValue('--request', text, "a method and a path like 'GET /things/1'");
  return { method: method.toUpperCase(), path };
}

function compressOption(text: string | undefined): number | 'auto' | 'off' {
  if (text === undefined || text === 'auto') return 'auto';
  if (text === 'off') return 'off';
  const scale = Number(text);
  if (/^\d{1,3}$/.test(text) && scale >= 1 && scale <= MOST_SCALE) return scale;
  throw wrongValue('--compress', text, `auto, off or a number from 1 to ${MOST_SCALE}`);
}

/** `retryAfter` means all of its forms. */
function onlyOption(words: readonly string[]): readonly ObservedMember[] | undefined {
  if (words.length === 0) return undefined;
  const groups = [...new Set(OBSERVED_MEMBERS.map((member) => member.split('.')[0] ?? member))];
  return words.flatMap((word) => {
    const known = knownValue('--only', word, [...OBSERVED_MEMBERS, ...groups]);
    return OBSERVED_MEMBERS.filter((member) => member === known || member.startsWith(`${known}.`));
  });
}

const MOST_SCALE = 100;
const NO_RULES: Rules = { security: 'off', parameters: 'off', body: 'off', 'media-type': 'off', response: 'off' };
