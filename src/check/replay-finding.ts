import { InputError } from '../base/errors.js';
import type { Finding, ReplayStep, Witness } from '../finding/finding.js';
import { callCase } from './call-case.js';
import type { CalledStep } from './case-runner.js';
import { causeOf } from './cause.js';
import { witnessOf } from './finding-from-failure.js';
import { replayEvent } from './events/replay-event.js';
import type { WholePairInput } from './events/whole-pair-testing.js';
import { callAroundAll } from './hooks/call-hook.js';
import { judgeCalled, judgementOf } from './judge-called.js';
import type { PairRun, PairTestingInput } from './pair-run.js';
import { createPairRun } from './pair-run.js';
import type { CheckPorts } from './ports.js';
import { caseFromReplayStep } from './replay-step.js';
import { enterStates } from './states/provider-states.js';
import { judgeSequence } from './stateful/judge-steps.js';
import { TRACE_CHECKS } from './stateful/trace-checks.js';
import { statesWorldOf } from './states-world.js';
import type { TestCase } from './test-case.js';

/** What is tried again, and on whom. */
export interface ReplayInput extends WholePairInput {
  /** With its `replay`, as a record keeps it. */
  readonly finding: Finding;
}

/** Whether what was found is still so. */
export interface ReplayVerdict {
  /** `failing` in every try, `fixed` in every try, else `flaky`. */
  readonly kind: 'failing' | 'fixed' | 'flaky';
  readonly tryCount: number;
  readonly failingCount: number;
  /** The last call of the last try, and its answer. */
  readonly witness: Witness;
}

/**
 * Makes the calls of a finding again, three times, and judges the last one as it was judged then.
 *
 * @param input - the finding, its pair and the contracts as they are now
 * @param ports - how calls are made and providers brought up
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when the finding has no calls, or they cannot be made any more; HostError when the provider does not come up
 */
export async function replayFinding(input: ReplayInput, ports: CheckPorts): Promise<ReplayVerdict> {
  const again = triesOf(input, ports);
  let failingCount = 0;
  let witness: Witness = {};
  for (let tryCount = 0; tryCount < TRY_COUNT; tryCount += 1) {
    const seen = await again();
    if (seen.isFailing) failingCount += 1;
    witness = seen.witness;
  }
  const kind = failingCount === 0 ? 'fixed' : failingCount === TRY_COUNT ? 'failing' : 'flaky';
  return { kind, tryCount: TRY_COUNT, failingCount, witness };
}

/** How it is tried once more. */
function triesOf(input: ReplayInput, ports: CheckPorts): () => Promise<Seen> {
  const { finding, contract, eventContract, pair } = input;
  const steps = finding.replay?.steps ?? [];
  const [first] = steps;
  if (first === undefined) throw impossible('it was found without a call');
  if (first.event !== undefined) {
    if (eventContract === undefined) throw impossible('its provider has no contract of events any more');
    return () => replayEvent({ ...input, contract: eventContract, finding, step: first }, ports);
  }
  if (contract === undefined) throw impossible('its provider has no contract of calls any more');
  const cases = steps.map((step: ReplayStep) => caseFromReplayStep(step, contract, pair));
  return () => tryOnce({ ...input, contract }, ports, cases);
}

interface Seen {
  readonly isFailing: boolean;
  readonly witness: Witness;
}

/** Each try has a provider of its own: what an earlier one broke or created is not there. */
async function tryOnce(
  input: PairTestingInput & Pick<ReplayInput, 'finding'>,
  ports: CheckPorts,
  cases: readonly TestCase[],
): Promise<Seen> {
  const session = await ports.providers.open(input.pair, input.signal);
  try {
    const run = createPairRun(input, ports, session);
    await callAroundAll(input.hooks, 'beforeAll', run.hookContext);
    const failure = await run.authenticator.ready();
    if (failure !== undefined) throw impossible('the pair does not get in');
    const steps = await callAll(run, cases);
    await callAroundAll(input.hooks, 'afterAll', run.hookContext);
    return { isFailing: isFailing(run, input.finding, steps), witness: witnessOf(lastOf(steps).exchange, run.context) };
  } finally {
    await session.stop();
  }
}

async function callAll(run: PairRun, cases: readonly TestCase[]): Promise<readonly CalledStep[]> {
  const steps: CalledStep[] = [];
  for (const testCase of cases) {
    const entered = await enterStates(testCase.operation, statesWorldOf(run));
    if (entered.kind === 'failed') throw impossible('the provider does not come into the state it needs');
    const earlier = steps.map(({ exchange }) => exchange);
    let called = await callCase(run, testCase, earlier);
    // What an earlier answer no longer gives is sent as it was then.
    if (called.kind === 'withheld' && testCase.captures.size > 0)
      called = await callCase(run, { ...testCase, captures: new Map() }, earlier);
    if (called.kind === 'withheld') throw impossible(called.reason);
    steps.push(called);
  }
  return steps;
}

function isFailing(run: PairRun, finding: Finding, steps: readonly CalledStep[]): boolean {
  const isFlaky = finding.code === 'check/flaky';
  const code = isFlaky ? finding.args['check'] : finding.code;
  const last = lastOf(steps);
  if (code === 'check/no-answer') return last.exchange.response === undefined;
  if (last.exchange.response === undefined) throw impossible(`nobody answers: ${last.silence ?? last.exchange.outcome}`);
  if (TRACE_CHECKS.some((check) => check.code === code)) {
    return judgeSequence(steps, run.input.contract).some(
      ({ check, failure }) => check.code === code && failure.operation.id === finding.operation,
    );
  }
  return judgeCalled(run, last, { isReplay: true })
    .filter(({ check }) => check.code === code)
    .some((one) => isFlaky || causeOf(judgementOf(one, last), run.context) === finding.id);
}

function lastOf(steps: readonly CalledStep[]): CalledStep {
  const last = steps.at(-1);
  if (last === undefined) throw impossible('it was found without a call');
  return last;
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}

const TRY_COUNT = 3;
