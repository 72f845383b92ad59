import type { ReportCompatContract } from '../run/report-compat.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { ReportClaim } from '../run/report-scenario.js';
import type { ReportTest } from '../run/report-test.js';
import type { ReportPair } from '../run/report-workspace.js';
import type { RunReport } from '../run/run-report.js';
import { VERDICT_TONES, counted, grouped } from './verdict-words.js';
import type { Tone, VerdictWords } from './verdict-words.js';

/** What is asked of a pair. */
export type MatrixColumn = 'lint' | 'tests' | 'events' | 'recovery' | 'compat';

/** One pair with a verdict for each question. */
export interface MatrixRow {
  readonly pair: ReportPair;
  readonly cells: Readonly<Record<MatrixColumn, VerdictWords>>;
}

/**
 * Who talks to whom, and what the run says of each: of what was not run it says nothing.
 *
 * @param report - of a run
 * @returns in the order of the workspace
 */
export function pairMatrix(report: RunReport): readonly MatrixRow[] {
  const byPair = groupedBy(report.findings, ({ pair }) => (pair === undefined ? undefined : keyOf(pair)));
  const byFile = groupedBy(
    report.findings.filter(({ part }) => part === 'lint'),
    ({ place }) => place?.file,
  );
  const tests = new Map(report.tests.map((test) => [keyOf(test), test]));
  const claims = groupedBy(claimsOf(report), ({ key }) => key);
  return report.workspace.pairs.map((pair) => {
    const key = keyOf(pair);
    const provider = report.workspace.systems.find(({ name }) => name === pair.provider);
    const eventIds = new Set(provider?.operations.flatMap(({ id, channel }) => (channel === undefined ? [] : [id])));
    const own = (byPair.get(key) ?? []).filter(({ part }) => part === 'test');
    const ofEvents = own.filter((finding) => isOfEvents(finding, eventIds));
    const ofCalls = own.filter((finding) => !isOfEvents(finding, eventIds));
    const hasEvents = provider?.kind === 'events' || provider?.kind === 'both';
    const hasCalls = provider?.kind === 'calls' || provider?.kind === 'both' || provider === undefined;
    const test = tests.get(key);
    const lint = [
      ...(provider?.contractFiles ?? []).flatMap((file) => byFile.get(file) ?? []),
      ...(byPair.get(key) ?? []).filter(({ part }) => part === 'lint'),
    ];
    return {
      pair,
      cells: {
        lint: lintCell(lint, report),
        tests: hasCalls ? testCell(test, ofCalls, false) : NO_CALLS,
        events: hasEvents ? testCell(test, ofEvents, true) : NO_EVENTS,
        recovery: recoveryCell(claims.get(key) ?? []),
        compat: compatCell(
          (report.compat?.contracts ?? []).filter(({ provider: of }) => of === pair.provider),
          pair.consumer,
        ),
      },
    };
  });
}

/**
 * The worst that is said of a pair: what its arrow is drawn in. That its contract reads well says nothing of the pair itself.
 *
 * @param row - of the matrix
 */
export function worstTone({ cells }: MatrixRow): Tone {
  const { lint, ...others } = cells;
  const tones = Object.values(others).map(({ tone }) => tone);
  const all = lint.tone === 'good' ? tones : [...tones, lint.tone];
  return TONE_ORDER.find((tone) => all.includes(tone)) ?? 'none';
}

interface KeyedClaim {
  readonly key: string;
  readonly claim: ReportClaim;
}

function claimsOf({ scenarios }: RunReport): readonly KeyedClaim[] {
  return scenarios.flatMap(({ links }) => links.flatMap((link) => link.claims.map((claim) => ({ key: keyOf(link), claim }))));
}

/** A finding of a contract counts for all pairs of its provider. */
function lintCell(findings: readonly ReportFinding[], { run }: RunReport): VerdictWords {
  const broken = brokenCell(findings);
  if (broken !== undefined) return broken;
  return run.parts.some(({ part }) => part === 'lint') ? { word: 'clean', tone: 'good' } : NOT_RUN;
}

function testCell(test: ReportTest | undefined, findings: readonly ReportFinding[], isOfEvents: boolean): VerdictWords {
  const [first, ...others] = findings.filter(isCounted);
  if (first !== undefined) return { word: 'refuted', tone: 'bad', detail: counted(others.length + 1, 'error') };
  if (test === undefined) return NOT_RUN;
  if (test.kind === 'failed') return { word: 'could not run', tone: 'warn' };
  if (test.kind === 'skipped') return { word: 'skipped', tone: 'none' };
  const lanes = test.lanes.filter((lane) => (lane.isOfEvents === true) === isOfEvents);
  if (lanes.length === 0) return isOfEvents ? NO_EVENTS : { word: 'nothing tested', tone: 'open' };
  // A pair may be refuted by its events alone: then its calls were only not refuted.
  const { verdict } = test;
  const kind = verdict.kind === 'refuted' ? (test.reachedOperationCount > 0 ? 'consistent' : 'inconclusive') : verdict.kind;
  const warnings = findings.filter(({ severity, isAccepted }) => severity === 'warning' && !isAccepted).length;
  const detail = warnings > 0 ? counted(warnings, 'warning') : isOfEvents ? undefined : counted(test.requestCount, 'request');
  return { word: kind, tone: VERDICT_TONES[kind], ...(detail === undefined ? {} : { detail }) };
}

function recoveryCell(claims: readonly KeyedClaim[]): VerdictWords {
  if (claims.length === 0) return NOT_RUN;
  const count = (kind: ReportClaim['verdict']['kind']): number => claims.filter(({ claim }) => claim.verdict.kind === kind).length;
  const kind = VERDICT_ORDER.find((one) => count(one) > 0) ?? 'inconclusive';
  // What is open beside what is shown is told, but does not hide it.
  const shown = kind === 'inconclusive' && count('proved') + count('consistent') > 0;
  if (shown) {
    const word = count('consistent') > 0 ? 'consistent' : 'proved';
    return { word, tone: 'good', detail: `${grouped(count('inconclusive'))} of ${counted(claims.length, 'claim')} open` };
  }
  return {
    word: kind,
    tone: VERDICT_TONES[kind],
    detail: kind === 'refuted' ? `${grouped(count(kind))} of ${counted(claims.length, 'claim')}` : counted(claims.length, 'claim'),
  };
}

function compatCell(contracts: readonly ReportCompatContract[], consumer: string): VerdictWords {
  const cells = contracts.map((contract): VerdictWords => {
    if (contract.isUnchanged) return { word: 'unchanged', tone: 'good' };
    const own = contract.consumers.find((one) => one.consumer === consumer);
    if (own?.verdict === 'breaks') return { word: 'breaks', tone: 'bad', detail: counted(contract.findingIds.length, 'difference') };
    if (own?.verdict === 'safe') return { word: 'safe', tone: 'good' };
    if (contract.verdict === 'compatible') return { word: 'compatible', tone: 'good' };
    return own === undefined ? { word: 'may break', tone: 'warn', detail: 'never watched' } : { word: 'unknown', tone: 'open' };
  });
  const worst = TONE_ORDER.map((tone) => cells.find((cell) => cell.tone === tone)).find((cell) => cell !== undefined);
  return worst ?? { word: 'not compared', tone: 'none' };
}

function brokenCell(findings: readonly ReportFinding[]): VerdictWords | undefined {
  const errors = findings.filter(isCounted).length;
  const warnings = findings.filter(({ severity, isAccepted }) => severity === 'warning' && !isAccepted).length;
  if (errors > 0) return { word: 'broken', tone: 'bad', detail: counted(errors, 'error') };
  return warnings > 0 ? { word: 'warned', tone: 'warn', detail: counted(warnings, 'warning') } : undefined;
}

function isCounted({ severity, isAccepted }: ReportFinding): boolean {
  return severity === 'error' && !isAccepted;
}

function isOfEvents({ replay, operation }: ReportFinding, eventIds: ReadonlySet<string>): boolean {
  return replay?.steps.some(({ event }) => event !== undefined) === true || (operation !== undefined && eventIds.has(operation));
}

function keyOf({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string {
  return JSON.stringify([consumer, provider]);
}

function groupedBy<T>(items: readonly T[], keyFrom: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyFrom(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

const NOT_RUN: VerdictWords = { word: 'not run', tone: 'none' };
const NO_EVENTS: VerdictWords = { word: 'no events', tone: 'none' };
const NO_CALLS: VerdictWords = { word: 'no calls', tone: 'none' };
const TONE_ORDER: readonly Tone[] = ['bad', 'warn', 'open', 'good', 'none'];
const VERDICT_ORDER: readonly ReportClaim['verdict']['kind'][] = ['refuted', 'inconclusive', 'consistent', 'proved'];
