import type { JsonObject } from '../../base/json.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { ReportClaim, ReportLink } from '../run/report-scenario.js';
import type { ReportTest } from '../run/report-test.js';
import type { ReportSystem } from '../run/report-workspace.js';
import type { RunReport } from '../run/run-report.js';

/** All that a report knows of one pair. */
export interface DocPair {
  readonly consumer: string;
  readonly provider: string;
  readonly protocols: readonly string[];
  /** `undefined`: all that the provider offers. */
  readonly uses: readonly string[] | undefined;
  readonly auth: readonly string[];
  readonly declared: JsonObject | undefined;
  readonly from: ReportSystem | undefined;
  readonly to: ReportSystem | undefined;
  readonly test: ReportTest | undefined;
  readonly links: readonly DocLink[];
  /** Those that count first, in the order in which they were found. */
  readonly findings: readonly ReportFinding[];
}

/** What one scenario shows of a pair. */
export interface DocLink {
  readonly scenario: string;
  readonly title: string;
  readonly outcome: 'held' | 'refuted' | 'failed' | 'skipped';
  readonly world: 'real' | 'simulated' | undefined;
  readonly claims: readonly ReportClaim[];
  readonly observed: ReportLink['observed'];
}

/**
 * The pairs of the workspace, in its order; then those that only scenarios or tests have.
 *
 * @param report - of a run
 */
export function docPairs(report: RunReport): readonly DocPair[] {
  const { pairs, systems } = report.workspace;
  const links = report.scenarios.flatMap(({ links: own, ...scenario }) => own.map((link) => ({ link, scenario })));
  const known = new Map<string, { readonly consumer: string; readonly provider: string }>();
  for (const pair of [...pairs, ...report.tests, ...links.map(({ link }) => link)])
    if (!known.has(keyOfPair(pair))) known.set(keyOfPair(pair), pair);
  return [...known].map(([key, { consumer, provider }]) => {
    const pair = pairs.find((one) => keyOfPair(one) === key);
    const own = links.filter(({ link }) => keyOfPair(link) === key);
    const to = systems.find(({ name }) => name === provider);
    return {
      consumer,
      provider,
      protocols: pair?.protocols ?? to?.protocols ?? [],
      uses: pair?.uses,
      auth: pair?.auth ?? [],
      declared: pair?.recovery ?? own.map(({ link }) => link).find(hasPolicy)?.declared,
      from: systems.find(({ name }) => name === consumer),
      to,
      test: report.tests.find((test) => keyOfPair(test) === key),
      links: own.map(({ link, scenario }) => ({
        scenario: scenario.name,
        title: scenario.title,
        outcome: scenario.outcome,
        world: scenario.world,
        claims: link.claims,
        observed: link.observed,
      })),
      findings: weighedFirst(report.findings.filter((finding) => finding.pair !== undefined && keyOfPair(finding.pair) === key)),
    };
  });
}

/**
 * What tells pairs apart.
 *
 * @param pair - or anything with a consumer and a provider
 */
export function keyOfPair({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string {
  return JSON.stringify([consumer, provider]);
}

/**
 * What a test came to, in words. A mock proves nothing of the program that it stands for, so it has no tick.
 *
 * @param test - `undefined` when there was none
 */
export function testText(test: ReportTest | undefined): string {
  if (test === undefined) return 'not tested';
  if (test.kind === 'failed') return 'could not be tested';
  if (test.kind === 'skipped') return 'not tested';
  if (test.verdict.kind === 'refuted') return '✗ breaks the contract';
  if (test.verdict.kind === 'inconclusive') return 'open';
  return test.providerKind === 'mock' ? 'only against its mock' : '✓ keeps the contract';
}

function hasPolicy({ declared }: ReportLink): boolean {
  return Object.keys(declared).length > 0;
}

function weighedFirst(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  const rank = ({ isAccepted, severity }: ReportFinding): number => (isAccepted ? 3 : ['error', 'warning', 'info'].indexOf(severity));
  return [...findings].sort((left, right) => rank(left) - rank(right));
}
