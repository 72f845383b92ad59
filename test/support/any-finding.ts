import * as fc from 'fast-check';
import type { FindingCode } from '../../src/finding/finding-code.js';
import type { Finding } from '../../src/finding/finding.js';
import type { ReportFinding, ReportPartName } from '../../src/report/run/report-finding.js';
import type { ReportPair } from '../../src/report/run/report-workspace.js';
import { maybe, withoutGaps } from './gapless.js';

const severity = fc.constantFrom('error', 'warning', 'info' as const);
const CODES: Readonly<Record<ReportPartName, readonly FindingCode[]>> = {
  lint: ['contract/ref-unresolved', 'contract/example-invalid', 'models/drift'],
  test: ['check/status-declared', 'check/body-matches-schema', 'check/flaky', 'models/transformation-fails'],
  scenario: ['recovery/attempts', 'recovery/backoff', 'scenario/step-failed', 'scenario/mutant-survived'],
  compat: ['compat/operation-removed', 'compat/member-removed', 'compat/acceptance-stale'],
};
/** The parts of a run. */
export const PARTS: readonly ReportPartName[] = ['lint', 'compat', 'test', 'scenario'];

/** A finding that is of no report yet. */
export type DrawnFinding = Omit<ReportFinding, 'id' | 'scenario' | 'isNew' | 'pair'> & { readonly pick: number; readonly isNew: boolean };

/** Findings of systems of those names. */
export function anyFinding({ names }: { readonly names: readonly string[] }, text: fc.Arbitrary<string>): fc.Arbitrary<DrawnFinding> {
  const header = fc.tuple(text, text);
  const message = withoutGaps({ line: text, headers: fc.array(header, { maxLength: 2 }), body: maybe(text) });
  const place = withoutGaps({
    file: text,
    line: maybe(fc.integer({ min: 1, max: 9_999 })),
    column: maybe(fc.integer({ min: 1, max: 200 })),
    pointer: maybe(text),
  });
  return fc.constantFrom(...PARTS).chain((part) =>
    withoutGaps({
      part: fc.constant(part),
      code: fc.constantFrom(...CODES[part]),
      severity,
      operation: maybe(text),
      place: maybe(place),
      args: fc.record({ expected: text, seen: text, count: fc.nat({ max: 99 }), location: fc.array(text, { maxLength: 3 }) }),
      witness: maybe(withoutGaps({ request: maybe(message), response: maybe(message), curl: maybe(text) })),
      replay: part === 'test' ? maybe(anyReplay(text)) : fc.constant(undefined),
      compat: part === 'compat' ? anyCompatDetail(names, text) : fc.constant(undefined),
      isAccepted: fc.boolean(),
      isNew: fc.boolean(),
      pick: fc.nat(),
    }),
  );
}

function anyReplay(text: fc.Arbitrary<string>): fc.Arbitrary<NonNullable<Finding['replay']>> {
  const step = fc.record({
    operation: text,
    phase: fc.constantFrom('examples', 'coverage', 'fuzzing'),
    name: text,
    intent: fc.constantFrom('valid', 'invalid'),
    parameters: fc.dictionary(text, text, { maxKeys: 2 }),
    headers: fc.dictionary(text, text, { maxKeys: 2 }),
    credentials: fc.constant('valid'),
    captures: fc.constant({}),
  });
  return fc.record({ seed: text, steps: fc.array(step, { maxLength: 2 }) });
}

function anyCompatDetail(names: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<NonNullable<Finding['compat']>> {
  return fc.record({
    direction: fc.constantFrom('consumer-writes', 'provider-writes', 'both' as const),
    effect: fc.constantFrom('removed', 'added', 'narrowed' as const),
    guards: fc.constant([]),
    operations: fc.array(text, { maxLength: 2 }),
    consumers: fc.array(
      fc.record({
        consumer: fc.constantFrom(...names),
        verdict: fc.constantFrom('breaks', 'safe', 'unknown' as const),
        interactionCount: fc.nat({ max: 99 }),
        evidence: text,
      }),
      { maxLength: 2 },
    ),
  });
}

interface Known {
  readonly index: number;
  readonly pairs: readonly ReportPair[];
  readonly scenarioNames: readonly string[];
  readonly hasSince: boolean;
}

/** Of a pair and a scenario that are there, with an id of its own. */
export function settled({ pick, isNew, ...finding }: DrawnFinding, { index, pairs, scenarioNames, hasSince }: Known): ReportFinding {
  const pair = finding.part === 'lint' ? undefined : pairs[pick % Math.max(1, pairs.length)];
  const scenario = finding.part === 'scenario' ? scenarioNames[pick % Math.max(1, scenarioNames.length)] : undefined;
  return {
    ...finding,
    id: `m-${index.toString(32).padStart(10, '0')}`,
    ...(pair === undefined ? {} : { pair: { consumer: pair.consumer, provider: pair.provider } }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(hasSince ? { isNew } : {}),
  };
}
