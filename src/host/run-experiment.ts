import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.js';
import { createRunRecorder } from '../journal/create-run-recorder.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Experiment } from '../recovery/probe/experiment.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { nowMs } from './clock.js';
import type { CommandEnding, CommandProcess } from './command-process.js';
import { startCommand } from './command-process.js';
import { COMPRESS_VARIABLES, compressedEnv } from './compress/compressed-env.js';
import { faketimeEnv } from './compress/faketime.js';
import { failedConnectionCount, readConnectionNotes } from './connection-notes.js';
import { holdPort } from './held-port.js';
import { CONSUMER, PROVIDER, startProbeServer } from './probe-server.js';
import type { RefusalWatch } from './refusal-watch.js';
import { watchRefusals } from './refusal-watch.js';
import { createScaledClock } from './scaled-clock.js';

/** What all experiments of one probe share. */
export interface ProbeSetting {
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A folder of our own, for notes. */
  readonly notesFolder: string;
  readonly isAttempt: (request: HttpRequest) => boolean;
  readonly goodAnswer: (request: HttpRequest) => HttpResponse;
  /** By which time is compressed; `undefined`: by what is loaded into Node programs. */
  readonly faketime?: string | undefined;
  readonly signal: AbortSignal;
}

/** A run, and what only its process tells. */
export interface ExperimentResult {
  readonly run: ProbeRun;
  /** The end of what the command said. */
  readonly said: string;
}

/**
 * Runs the command once against one fault, on a port of its own.
 *
 * @param experiment - the fault, and how long to watch
 * @param setting - the command and what it needs
 * @param onStarted - told once the command has made its first attempt, or cannot make one any more
 * @throws HostError `E_PROCESS_START` when there is no such program; the reason of `setting.signal` when it is aborted
 */
export async function runExperiment(experiment: Experiment, setting: ProbeSetting, onStarted: () => void): Promise<ExperimentResult> {
  const { signal } = setting;
  signal.throwIfAborted();
  const clock = setting.faketime === undefined ? createScaledClock(experiment.scale) : createScaledClock(experiment.scale, nowMs());
  const recorder = createRunRecorder({ timeScale: experiment.scale, maxBytes: MAX_JOURNAL_BYTES });
  const watch = createWatch(experiment, clock);
  const onEvent = (event: 'attempt' | 'other'): void => {
    watch.see(event);
    if (event === 'attempt') onStarted();
  };
  const listening = await listen(experiment, { setting, clock, recorder, onEvent });
  const notes = join(setting.notesFolder, `${listening.port}-${clock.nowMs()}`);
  const failedBefore = await failedConnectionCount();
  let process: CommandProcess | undefined;
  let refusals: RefusalWatch | undefined;
  try {
    const askedAtMs = clock.nowMs();
    process = await startCommand({ ...setting, env: environment(setting, experiment, { port: listening.port, notes }) });
    if (experiment.fault.kind === 'refused')
      refusals = watchRefusals({ notes, port: listening.port, onRefused: () => onEvent('attempt'), onLikelyStarted: onStarted });
    const ending = await Promise.race([process.ended, watch.over(signal)]);
    const endedAtMs = clock.nowMs();
    watch.end();
    const { stop, exitCode } = howItStopped(ending);
    // What the command did last may still be on its way to us.
    if (stop === 'exited') await machineSleep(LAST_WORDS_MS);
    recorder.ask({
      id: 'ask',
      consumer: CONSUMER,
      text: setting.command.join(' '),
      askedAtMs,
      answeredAtMs: stop === 'exited' ? endedAtMs : undefined,
      outcome: stop !== 'exited' ? 'pending' : exitCode === 0 ? 'succeeded' : 'failed',
      status: exitCode,
      answer: undefined,
    });
    signal.throwIfAborted();
    const noted = await readConnectionNotes(notes, listening.port);
    const failedAfter = await failedConnectionCount();
    recordRefusals(recorder, noted.refusedAtMs, experiment.name);
    const run: ProbeRun = {
      experiment,
      // Taken before the command is killed: what its end does to connections is no doing of its own.
      journal: recorder.journal(clock.nowMs()),
      stop,
      refusals: refusalsOf(noted, failedBefore === undefined || failedAfter === undefined ? undefined : failedAfter - failedBefore),
      isCompressed: noted.begunCount + noted.refusedAtMs.length > 0,
    };
    return { run, said: process.said() };
  } finally {
    watch.end();
    refusals?.end();
    onStarted();
    await process?.kill();
    await listening.close();
    await rm(notes, { force: true });
  }
}

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

interface ListenOptions {
  readonly setting: ProbeSetting;
  readonly clock: Clock;
  readonly recorder: RunRecorder;
  readonly onEvent: (event: 'attempt' | 'other') => void;
}

async function listen(experiment: Experiment, options: ListenOptions): Promise<Listening> {
  if (experiment.fault.kind === 'refused') {
    const held = await holdPort();
    return { port: held.port, close: held.release };
  }
  const { setting, ...rest } = options;
  const { isAttempt, goodAnswer } = setting;
  return startProbeServer({ ...rest, isAttempt, goodAnswer, fault: experiment.fault, label: experiment.name });
}

function environment(
  { env, faketime }: ProbeSetting,
  { scale }: Experiment,
  { port, notes }: { readonly port: number; readonly notes: string },
): Readonly<Record<string, string | undefined>> {
  const noProxy = [env['NO_PROXY'] ?? env['no_proxy'] ?? '', '127.0.0.1'].filter((part) => part !== '').join(',');
  return {
    ...(faketime === undefined ? compressedEnv(env, scale) : scale === 1 ? env : faketimeEnv(env, faketime, scale)),
    [COMPRESS_VARIABLES.notes]: notes,
    // A proxy of the user's would see the attempts in our place, and retry some of its own.
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    MORTISE_URL: `http://127.0.0.1:${port}`,
  };
}

type Stop = { readonly kind: 'enough' | 'patience' | 'aborted' };

interface Watch {
  see(event: 'attempt' | 'other'): void;
  /** Resolves when the command needs no more watching. */
  over(signal: AbortSignal): Promise<Stop>;
  end(): void;
}

function createWatch({ patienceMs, enoughAttemptCount, enoughWaitMs, scale }: Experiment, clock: Clock): Watch {
  let lastAtMs = clock.nowMs();
  let attemptCount = 0;
  let lastAttemptAtMs = Number.POSITIVE_INFINITY;
  let mostWaitMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const stopKind = (signal: AbortSignal): Stop['kind'] | undefined => {
    if (signal.aborted) return 'aborted';
    if (attemptCount >= (enoughAttemptCount ?? Number.POSITIVE_INFINITY)) return 'enough';
    if (mostWaitMs >= (enoughWaitMs ?? Number.POSITIVE_INFINITY)) return 'enough';
    // Until the first attempt it is not the command that is slow, but the machine that starts it.
    const patience = attemptCount === 0 ? Math.max(patienceMs, START_PATIENCE_MS * scale) : patienceMs;
    return clock.nowMs() - lastAtMs > patience ? 'patience' : undefined;
  };
  return {
    see: (event) => {
      lastAtMs = clock.nowMs();
      if (event !== 'attempt') return;
      attemptCount += 1;
      mostWaitMs = Math.max(mostWaitMs, lastAtMs - lastAttemptAtMs);
      lastAttemptAtMs = lastAtMs;
    },
    over: (signal) =>
      new Promise((resolve) => {
        timer = setInterval(() => {
          const kind = stopKind(signal);
          if (kind !== undefined) resolve({ kind });
        }, LOOK_MS);
      }),
    end: () => clearInterval(timer),
  };
}

function howItStopped(ending: CommandEnding | Stop): { readonly stop: ProbeRun['stop']; readonly exitCode: number | undefined } {
  if (!('kind' in ending)) return { stop: 'exited', exitCode: ending.exitCode };
  return { stop: ending.kind === 'enough' ? 'enough' : 'patience', exitCode: undefined };
}

function recordRefusals(recorder: RunRecorder, refusedAtMs: readonly number[], label: string): void {
  for (const [index, atMs] of refusedAtMs.entries()) {
    recorder.connection({
      id: `refused-${index + 1}`,
      consumer: CONSUMER,
      provider: PROVIDER,
      openedAtMs: atMs,
      closedAtMs: atMs,
      end: 'refused',
      receivedBytes: 0,
      sentBytes: 0,
      fault: label,
    });
  }
}

/** The program's own notes are exact. Without them the machine's counter bounds it from above: others fail, too. */
function refusalsOf(noted: Awaited<ReturnType<typeof readConnectionNotes>>, failedCount: number | undefined): ProbeRun['refusals'] {
  const count = noted.refusedAtMs.length;
  if (noted.begunCount + count > 0) return { atLeast: count, atMost: count };
  return failedCount === undefined ? undefined : { atLeast: 0, atMost: failedCount };
}

function machineSleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

const LOOK_MS = 10;
const LAST_WORDS_MS = 15;
const START_PATIENCE_MS = 20_000;
const MAX_JOURNAL_BYTES = 8 * 1024 * 1024;
