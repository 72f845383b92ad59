import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostError } from '../base/errors.js';
import { wellExperiment } from '../recovery/probe/battery.js';
import type { ObservedMember, ObservedPolicy } from '../recovery/probe/observed-policy.js';
import { observeRun } from '../recovery/probe/observed-run.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { Canary } from './canary.js';
import { startCanary } from './canary.js';
import { faketimeLibrary } from './compress/faketime.js';
import { isFaketimeObeyed } from './faketime-check.js';
import { createProbeRunner } from './probe-runner.js';
import { probeSession } from './probe-session.js';
import type { ProbeSetting } from './run-experiment.js';
import { runExperiment } from './run-experiment.js';

export interface ProbeOptions {
  /** A program and its arguments, run without a shell. It makes one call to `$MORTISE_URL` and ends with code 0 when it believes it succeeded. */
  readonly command: readonly string[];
  /** Default: the folder of this process. */
  readonly folder?: string | undefined;
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Only these requests are the call; default: those like the first one. Path without query. */
  readonly request?: { readonly method: string; readonly path: string } | undefined;
  /** Tells the call from other requests; default: by method and path. */
  readonly isCall?: ((request: HttpRequest) => boolean) | undefined;
  /** What a provider that is well answers; default `{"ok":true,…}` as JSON. */
  readonly goodAnswer?: ((request: HttpRequest) => HttpResponse) | undefined;
  /** Default `Idempotency-Key`. */
  readonly idempotencyHeader?: string | undefined;
  /** How much faster the time of Node programs, or of others where libfaketime is installed, may run; default: chosen by how busy the machine is. */
  readonly compress?: number | 'auto' | 'off' | undefined;
  /** Only these members; default: all. */
  readonly only?: readonly ObservedMember[] | undefined;
  /** Decides nothing but what is told with the result: the experiments are the same for every seed. */
  readonly seed: string;
  /** Of the machine; what is not known then is left open. Default five minutes. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told after each run: how many there were. */
  readonly onRun?: ((runCount: number) => void) | undefined;
}

/** What was learnt of a client, and from what. */
export interface ProbeReport {
  readonly policy: ObservedPolicy;
  readonly seed: string;
  /** The most that time was compressed; 1: not at all. */
  readonly scale: number;
  readonly experimentCount: number;
  /** Of the machine. */
  readonly durationMs: number;
  readonly runs: readonly ProbeRun[];
}

/**
 * Learns how a client recovers by running it against one failure after the other and looking at nothing but the wire.
 *
 * @param options - the command, and what it calls
 * @throws HostError `E_PROCESS_START` when the command cannot be started or makes no request
 */
export async function probeCommand(options: ProbeOptions): Promise<ProbeReport> {
  const startedAtMs = performance.now();
  const notesFolder = await mkdtemp(join(tmpdir(), 'mortise-probe-'));
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const signal =
    options.signal === undefined ? AbortSignal.timeout(timeoutMs) : AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  let canary: Canary | undefined;
  try {
    canary = await startCanary();
    const setting = { ...settingOf(options), notesFolder, signal };
    const well = await firstRun(setting, options.request);
    const call = callOf(well);
    const called: ProbeSetting = { ...setting, isAttempt: options.isCall ?? ((request) => isLike(request, call)) };
    const { faketime, ...scales } = await scalesOf(options, well, called);
    options.onRun?.(1);
    const runner = createProbeRunner({ ...called, faketime }, (runCount) => options.onRun?.(1 + runCount));
    const { ticks } = canary;
    const session = await probeSession({
      runner,
      well: [observeRun(onlyCalls(well, called.isAttempt))],
      keyHeader: (options.idempotencyHeader ?? 'idempotency-key').toLowerCase(),
      ...scales,
      canaryTicks: ticks,
      isLeftOut: (member) => options.only !== undefined && !options.only.includes(member),
      isTimeUp: () => performance.now() - startedAtMs > timeoutMs / 2,
      isLong: () => performance.now() - startedAtMs > Math.max(LONG_MS, timeoutMs * LONG_SHARE),
    });
    return {
      policy: session.policy,
      seed: options.seed,
      scale: session.scale,
      experimentCount: session.runs.length + 1,
      durationMs: Math.round(performance.now() - startedAtMs),
      runs: [well, ...session.runs],
    };
  } finally {
    await canary?.stop();
    await rm(notesFolder, { recursive: true, force: true });
  }
}

function settingOf(options: ProbeOptions): Omit<ProbeSetting, 'notesFolder' | 'signal'> {
  const { request } = options;
  return {
    command: options.command,
    folder: options.folder ?? process.cwd(),
    env: {
      ...(options.env ?? process.env),
      ...(request === undefined ? {} : { MORTISE_REQUEST_METHOD: request.method, MORTISE_REQUEST_PATH: request.path }),
    },
    isAttempt: options.isCall ?? (request === undefined ? () => true : (one) => isLike(one, request)),
    goodAnswer: options.goodAnswer ?? (() => GOOD_ANSWER),
  };
}

/** With all well: shows whether the command can be run, what it asks for, and whether its time can be compressed. */
async function firstRun(setting: ProbeSetting, request: ProbeOptions['request']): Promise<ProbeRun> {
  const experiment = wellExperiment({ scale: 1, patienceMs: FIRST_PATIENCE_MS, enoughAttemptCount: undefined });
  const { run, said } = await runExperiment(experiment, setting, () => undefined);
  if (run.journal.exchanges.length > 0) return run;
  const wanted = request === undefined ? 'no request to $MORTISE_URL' : `no ${request.method} ${request.path} to $MORTISE_URL`;
  const ending =
    run.stop === 'exited' ? `it ended with code ${run.journal.asks[0]?.status ?? 'none'} and made ${wanted}` : `it made ${wanted}`;
  const reason = said === '' ? ending : `${ending}; it said: ${said}`;
  throw new HostError({ code: 'E_PROCESS_START', args: { command: setting.command.join(' '), reason } });
}

function callOf(well: ProbeRun): { readonly method: string; readonly path: string } {
  const [first] = well.journal.exchanges;
  return { method: first?.request.method ?? 'GET', path: pathOf(first?.request.target ?? '/') };
}

/** The program may also have asked for something else. */
function onlyCalls(well: ProbeRun, isCall: (request: HttpRequest) => boolean): ProbeRun {
  const exchanges = well.journal.exchanges.filter(({ request }) => {
    const { body } = request;
    return isCall({ ...request, body: typeof body === 'string' ? Buffer.from(body) : body });
  });
  return { ...well, journal: { ...well.journal, exchanges } };
}

function isLike({ method, target }: HttpRequest, call: { readonly method: string; readonly path: string }): boolean {
  return method === call.method && pathOf(target) === pathOf(call.path);
}

function pathOf(target: string): string {
  return target.split('?')[0] ?? target;
}

interface Scales {
  readonly mostScale: number;
  readonly mostSilenceScale: number;
  readonly isScaleFixed: boolean;
  /** The library, when it is what compresses. */
  readonly faketime: string | undefined;
}

/** Only where the program that makes the requests was seen to have its time in our hands. */
async function scalesOf({ compress = 'auto' }: ProbeOptions, { isCompressed }: ProbeRun, setting: ProbeSetting): Promise<Scales> {
  const none: Scales = { mostScale: 1, mostSilenceScale: 1, isScaleFixed: typeof compress === 'number', faketime: undefined };
  if (compress === 'off' || compress === 1) return none;
  const wanted = compress === 'auto' ? (availableParallelism() > 1 ? AUTO_SCALE : AUTO_SCALE / 2) : compress;
  if (isCompressed) return { ...none, mostScale: wanted, mostSilenceScale: wanted };
  const faketime = await faketimeLibrary();
  const scale = Math.min(wanted, MOST_FAKETIME_SCALE);
  if (faketime === undefined || !(await isFaketimeObeyed({ ...setting, faketime }, Math.max(scale, LEAST_CHECK_SCALE)))) return none;
  return { mostScale: scale, mostSilenceScale: 1, isScaleFixed: false, faketime };
}

const GOOD_ANSWER: HttpResponse = {
  status: 200,
  headers: ['content-type', 'application/json'],
  body: JSON.stringify({
    ok: true,
    id: '1',
    name: 'a thing',
    note: 'Mortise answers so when all is well, at some length, so that it can be cut.',
  }),
};
/** What a probe may take when nothing else is asked for. */
export const DEFAULT_TIMEOUT_MS = 300_000;
const LONG_MS = 15_000;
/** Who asks for more patience than the default gets it. */
const LONG_SHARE = 0.05;
const FIRST_PATIENCE_MS = 30_000;
const AUTO_SCALE = 20;
/** What is late counts so many times, and such programs start slowly. */
const MOST_FAKETIME_SCALE = 10;
const LEAST_CHECK_SCALE = 8;
