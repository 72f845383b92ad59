import type { Finding } from '../finding/finding.js';
import type { Exchange } from '../journal/exchange.js';
import type { CalledStep } from './case-runner.js';
import { causeOf } from './cause.js';
import type { Judgement } from './finding-from-failure.js';
import { findingFromJudgement } from './finding-from-failure.js';
import type { PairRun } from './pair-run.js';
import { replayChain } from './replay-chain.js';

/** Takes what is wrong, each cause once, for one lane. */
export interface Reporter {
  /** Keeps a finding with the calls that show it, the last one as its witness, unless its cause is known: then it is counted. */
  report(judgement: Judgement, steps: readonly CalledStep[]): void;
  /** The same for a call that was made for no case. */
  reportExchange(judgement: Judgement, exchange: Exchange | undefined): void;
  isKnown(judgement: Judgement): boolean;
  /** The name of a judgement's cause. */
  causeOf(judgement: Judgement): string;
  /** Those whose causes were new when this reporter was told. */
  readonly findings: readonly Finding[];
}

/**
 * A reporter to a run: what another lane has reported is known here too.
 *
 * @param run - of a pair
 */
export function createReporter(run: PairRun): Reporter {
  const findings: Finding[] = [];
  const { collector, context, options, ports } = run;
  const nameOf = (judgement: Judgement): string => causeOf(judgement, context);
  const keep = (judgement: Judgement, exchange: Exchange | undefined, replayOf: () => Pick<Finding, 'replay'>): void => {
    const id = nameOf(judgement);
    if (collector.has(id)) {
      collector.countAgain(id);
      return;
    }
    const finding = { ...findingFromJudgement(judgement, exchange, context), id, ...replayOf() };
    collector.add(finding);
    findings.push(finding);
    ports.onFinding?.(finding);
  };
  const replayOf = (steps: readonly CalledStep[]): Pick<Finding, 'replay'> =>
    steps.length === 0 ? {} : { replay: { seed: options.seed, steps: replayChain(run, stepsOf(run, steps)) } };
  return {
    report: (judgement, steps) => keep(judgement, steps.at(-1)?.exchange, () => replayOf(steps)),
    reportExchange: (judgement, exchange) => keep(judgement, exchange, () => ({})),
    causeOf: nameOf,
    isKnown: (judgement) => collector.has(nameOf(judgement)),
    findings,
  };
}

/** A lone step that stood in a sequence means that sequence. */
function stepsOf({ origins }: PairRun, steps: readonly CalledStep[]): readonly CalledStep[] {
  const [only] = steps;
  return only === undefined || steps.length > 1 ? steps : [...origins.before(only), only];
}
