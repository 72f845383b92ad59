import { InputError } from '../../base/errors.js';
import type { Finding, ReplayStep, Witness } from '../../finding/finding.js';
import { causeOf } from '../cause.js';
import type { CheckPorts } from '../ports.js';
import { awaitReady } from './await-ready.js';
import { captureSent } from './capture-sent.js';
import type { EventRun, EventTestingInput } from './event-run.js';
import { createEventRun, senderOf } from './event-run.js';
import { caseFromEventStep } from './event-step.js';
import { evidenceOf } from './evidence.js';
import { senderFailures } from './observe-sender.js';
import { witnessOfMessage } from './report-event.js';
import { runExperiment } from './run-experiment.js';
import { failuresOf } from './test-experiment.js';

/** A finding about events that is tried again. */
export interface EventReplayInput extends EventTestingInput {
  readonly finding: Finding;
  readonly step: ReplayStep;
}

/** Whether it was seen again, and the message that shows it. */
export interface EventReplay {
  readonly isFailing: boolean;
  readonly witness: Witness;
}

/**
 * Does once more what a finding was found by, with programs of its own.
 *
 * @param input - the finding and its step
 * @param ports - how programs are brought up
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when the contract has no such message any more; HostError when a program does not come up
 */
export async function replayEvent(input: EventReplayInput, ports: CheckPorts): Promise<EventReplay> {
  const session = await ports.providers.open(input.pair, input.signal);
  try {
    if (session.events === undefined) throw impossible('the pair has no broker');
    const run = await createEventRun(input, ports, session.events);
    try {
      return input.step.event?.kind === 'observe' ? await observeAgain(run, input) : await experimentAgain(run, input);
    } finally {
      await run.standIns.stop();
      await run.observer.stop();
    }
  } finally {
    await session.stop();
  }
}

async function observeAgain(run: EventRun, { finding, step, contract, pair }: EventReplayInput): Promise<EventReplay> {
  const operation = contract.eventOperations.find(({ id }) => id === step.operation);
  if (operation === undefined) throw impossible(`the contract has no operation ${step.operation}`);
  const failures = senderFailures(run, operation, await captureSent(run, senderOf(operation, pair), PATIENCE * run.timeoutMs));
  const again = failures.find(({ judgement }) => isSame(run, finding, judgement));
  const heard = again?.heard;
  return { isFailing: again !== undefined, witness: heard === undefined ? {} : witnessOfMessage(heard.message, run.context) };
}

async function experimentAgain(run: EventRun, { finding, step, contract }: EventReplayInput): Promise<EventReplay> {
  const testCase = caseFromEventStep(step, contract);
  const kind = step.event?.kind;
  if (kind === undefined || kind === 'observe') throw impossible('it does not say what is done');
  // The programs may need a moment; whether they take anything at all is what the experiment shows.
  await awaitReady(run, testCase.operation, PATIENCE * run.timeoutMs);
  const trace = await runExperiment(run, { kind, testCase, waitMs: PATIENCE * run.timeoutMs });
  if (trace === undefined) throw impossible('the address of its channel is only known at run time');
  const isFailing = failuresOf(run, trace).some((judgement) => isSame(run, finding, judgement));
  const { message } = evidenceOf(run, testCase, kind);
  return { isFailing, witness: message === undefined ? {} : witnessOfMessage(message, run.context) };
}

function isSame(run: EventRun, finding: Finding, judgement: Parameters<typeof causeOf>[0]): boolean {
  if (finding.code === 'check/flaky') return judgement.code === finding.args['check'];
  return causeOf(judgement, run.context) === finding.id;
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}

const PATIENCE = 3;
