import type { CompatDetail, Finding } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';

/** What the weight of a difference follows from. */
export type Weighed = Pick<CompatDetail, 'direction' | 'effect' | 'guards'>;

/**
 * How much a difference weighs: an error when what one side writes can no longer be read by the other, a warning when that is suspected
 * or cannot be decided, information when it is compatible. No code has a severity of its own.
 *
 * @param detail - of a finding
 */
export function severityOf(detail: Weighed): Severity {
  return guardedSteps(detail).at(-1)?.severity ?? lawOf(detail).severity;
}

/**
 * Why a finding weighs what it weighs, step by step, in plain sentences.
 *
 * @param finding - of a comparison of contracts; any other has no derivation
 */
export function derivationOf(finding: Finding): readonly string[] {
  const { compat } = finding;
  if (compat === undefined) return [];
  const law = lawOf(compat);
  return [
    DIRECTIONS[compat.direction],
    `${EFFECTS[compat.effect]}: ${law.because}, so it is ${NOUNS[law.severity]}`,
    ...guardedSteps(compat).map(({ guard, because, severity }) => `${guard}: ${because}, so it is ${NOUNS[severity]}`),
  ];
}

interface Law {
  readonly severity: Severity;
  readonly because: string;
}

/** The one law: who writes must stay within what the other one reads. */
function lawOf({ direction, effect }: Weighed): Law {
  switch (effect) {
    case 'added':
      return { severity: 'info', because: 'nobody is asked for anything that was not there' };
    case 'lifecycle':
      return { severity: 'info', because: 'nothing that travels has changed' };
    case 'undecided':
      return { severity: 'warning', because: 'it was neither proved to be safe nor shown to break anything' };
    case 'changed':
      return { severity: 'error', because: 'what is written and what is read have come apart' };
    case 'removed':
      return direction === 'provider-writes'
        ? { severity: 'warning', because: 'all that still comes can be read, but what consumers may wait for never comes' }
        : { severity: 'error', because: 'what is written today finds nobody who reads it' };
    case 'narrowed':
      return direction === 'provider-writes'
        ? { severity: 'info', because: 'all that is still written could always be read' }
        : { severity: 'error', because: 'something that is written today is refused' };
    case 'widened':
      return direction === 'consumer-writes'
        ? { severity: 'info', because: 'all that is written today is still taken' }
        : { severity: 'error', because: 'something may be written that was never to be read' };
  }
}

interface GuardStep extends Law {
  readonly guard: string;
}

/** Those that change the weight, in the order of the finding. */
function guardedSteps(detail: Weighed): readonly GuardStep[] {
  const steps: GuardStep[] = [];
  let { severity } = lawOf(detail);
  for (const guard of detail.guards) {
    const effect = GUARDS.get(guard);
    if (effect === undefined || RANKS[effect.severity] >= RANKS[severity] || RANKS[severity] > RANKS[effect.lowersFrom]) continue;
    severity = effect.severity;
    steps.push({ guard, because: effect.because, severity });
  }
  return steps;
}

interface Guard extends Law {
  /** The heaviest that it can lower. */
  readonly lowersFrom: Severity;
}

const GUARDS: ReadonlyMap<string, Guard> = new Map<string, Guard>([
  ['sunset', { lowersFrom: 'error', severity: 'info', because: 'it was deprecated and the day it was to end has passed' }],
  ['unused', { lowersFrom: 'error', severity: 'info', because: 'no operation refers to it' }],
  ['unstable', { lowersFrom: 'error', severity: 'warning', because: 'its stability level promises nothing yet' }],
  [
    'robust-reader',
    { lowersFrom: 'error', severity: 'warning', because: 'a reader that lets pass what it does not know is not stopped by it' },
  ],
  ['annotation', { lowersFrom: 'error', severity: 'warning', because: 'no message is refused for it, but programs may rely on it' }],
  ['optional', { lowersFrom: 'warning', severity: 'info', because: 'nobody was ever promised it' }],
]);

const RANKS: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

const NOUNS: Readonly<Record<Severity, string>> = { error: 'an error', warning: 'a warning', info: 'information' };

const DIRECTIONS: Readonly<Record<CompatDetail['direction'], string>> = {
  'consumer-writes': 'the consumer writes it, the provider reads it: all that older consumers write must be read by the newer provider',
  'provider-writes': 'the provider writes it, the consumer reads it: all that the newer provider writes must be read by older consumers',
  both: 'both versions write it and both read it: each must read what the other one writes',
};

const EFFECTS: Readonly<Record<CompatDetail['effect'], string>> = {
  removed: 'a part is gone',
  added: 'a part is new',
  narrowed: 'less may travel',
  widened: 'more may travel',
  changed: 'it means something else',
  lifecycle: 'only its life is announced',
  undecided: 'it is written differently',
};
