import { describe, expect, it } from 'vitest';
import type { AffectedConsumer, Finding } from '../../../src/finding/finding.js';
import { blockTextOfDifference, consumerRows } from '../../../src/report/compat/compat-block.js';
import { plainCompat } from '../../../src/report/compat/compat-json.js';
import type { CompatReport, ReportedContract } from '../../../src/report/compat/compat-report.js';
import { textFromCompat } from '../../../src/report/compat/compat-text.js';
import { versionsText } from '../../../src/report/compat/compat-words.js';
import { deploymentOrder } from '../../../src/report/compat/deployment-order.js';

const WEB: AffectedConsumer = { consumer: 'web', verdict: 'safe', interactionCount: 2, evidence: '' };

function difference(severity: Finding['severity'], operations: readonly string[] = ['get']): Finding {
  const compat = { direction: 'consumer-writes', effect: 'removed', guards: [], operations, consumers: [WEB] } as const;
  return { id: 'm-0000000001', code: 'compat/operation-removed', severity, operation: 'get', args: {}, compat };
}

function contract(more: Partial<ReportedContract>): ReportedContract {
  const [older, newer] = ['1.0.0', '2.0.0'].map((version) => ({ file: 'orders.yaml', version }));
  const own = {
    provider: 'orders',
    kind: 'openapi',
    older,
    newer,
    isUnchanged: false,
    findings: [],
    accepted: [],
    semver: 'minor',
  } as const;
  return { ...own, deployment: 'any-order', consumers: [], unwatched: [], ...more };
}

function textOf(more: Partial<ReportedContract>): string {
  return textFromCompat({ contracts: [contract(more)], findings: [] }, { columnCount: 120, colour: false });
}

describe('a difference', () => {
  it('names as many of the other operations as fit a line, and counts the rest', () => {
    const others = (count: number): string | undefined => {
      const operations = ['get', ...Array.from({ length: count }, (_, index) => `o${index}`)];
      return /also in {3}(.*)\n/.exec(blockTextOfDifference(difference('error', operations), false))?.[1];
    };
    expect([others(0), others(6), others(7)]).toEqual([undefined, 'o0, o1, o2, o3, o4, o5', 'o0, o1, o2, o3, o4, o5 and 1 more']);
  });

  it('that is only information says nothing of consumers', () => {
    expect(consumerRows(difference('info'))).toEqual([]);
    expect(consumerRows(difference('warning')).map(([label]) => label)).toEqual(['breaks', 'unsure', 'safe', 'others']);
  });
});

describe('what is advised', () => {
  it('says how to live with what is an error, and with nothing else', () => {
    expect(textOf({ findings: [difference('error')] })).toContain('why: mortise explain m-0000000001');
    expect(textOf({ findings: [difference('warning')] })).not.toContain('why:');
  });

  it('does not say twice which step of the version tells the truth', () => {
    const step: Finding = { code: 'compat/version-step', severity: 'warning', args: { expected: '2.0.0' } };
    expect(textOf({})).toContain('  version    a minor step tells the truth\n');
    expect(textOf({ findings: [step] })).not.toContain('tells the truth\n');
  });

  it('says who goes first where that matters, and always for what breaks', () => {
    expect(textOf({})).not.toContain('deploy');
    expect(textOf({ deployment: 'provider-first' })).toContain('deploy     the provider first');
    expect(textOf({ semver: 'major' })).toContain('deploy     in any order');
  });

  it('names a version once that both call themselves', () => {
    const [older, newer] = ['1.0.0', '1.0.0'].map((version) => ({ file: 'a.yaml', version }));
    expect(versionsText({ older, newer })).toBe('1.0.0');
    expect(versionsText({ older, newer: { file: 'a.yaml', version: '1.1.0' } })).toBe('1.0.0 → 1.1.0');
    expect(versionsText({ older, newer: undefined })).toBe('1.0.0');
  });
});

it('the summary counts what all contracts have and what is of none', () => {
  const report: CompatReport = {
    contracts: [contract({ findings: [difference('error'), difference('warning')] }), contract({ isUnchanged: true })],
    findings: [difference('error')],
  };
  expect(plainCompat(report)['summary']).toMatchObject({ error: 2, warning: 1, accepted: 0, unchanged: 1 });
});

it('systems stand in no order where no order helps, or none is needed', () => {
  const of = (deployment: ReportedContract['deployment'], isUnchanged = false): ReturnType<typeof deploymentOrder> => {
    const { provider, kind, semver } = contract({});
    const told = { verdict: 'breaking', consumers: [], unwatched: ['web'], findingIds: [], accepted: [] } as const;
    const compat = { contracts: [{ provider, kind, semver, deployment, isUnchanged, ...told }], findingIds: [] };
    return deploymentOrder(compat, [{ consumer: 'app', provider: 'orders' }]);
  };
  for (const order of [of('none'), of('any-order'), of('provider-first', true)]) expect(order).toEqual({ steps: [], circular: [] });
  expect(of('provider-first').steps).toEqual([['orders'], ['app', 'web']]);
  expect(of('consumers-first').steps).toEqual([['app', 'web'], ['orders']]);
});
