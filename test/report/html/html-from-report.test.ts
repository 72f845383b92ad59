import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingView } from '../../../src/report/html/finding-view.js';
import { viewOfFinding } from '../../../src/report/html/finding-view.js';
import { htmlFromReport } from '../../../src/report/html/html-from-report.js';
import type { PackedFindings } from '../../../src/report/html/packed-findings.js';
import type { ReportScenario } from '../../../src/report/run/report-scenario.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import type { ScenarioTimeline } from '../../../src/report/timeline/scenario-timeline.js';
import { exampleReport } from '../../support/example-report.js';
import { hostileText } from '../../support/hostile-text.js';
import { anyRunReport } from '../../support/run-report.js';

describe('the page of a report', () => {
  it('holds no markup but our own, whatever the texts of the report are', () => {
    fc.assert(
      fc.property(anyPicturedReport(), (report) => {
        const { body, scripts } = partsOf(htmlFromReport(report));
        expect(scripts).toHaveLength(2);
        const tags = new Set([...body.matchAll(/<\/?([^\s>]*)/g)].map(([, tag]) => tag));
        expect(OUR_TAGS).toEqual(expect.arrayContaining([...tags]));
        const odd = [...body.matchAll(/<[a-z][^>]*>/g)].filter(([element]) => !OUR_ELEMENT.test(element));
        expect(odd).toEqual([]);
        expect(body).not.toMatch(UNSEEN);
      }),
      { seed: 7, numRuns: 12 },
    );
  });

  it('asks nobody for anything', () => {
    fc.assert(
      fc.property(anyPicturedReport(), (report) => {
        const { head, body } = partsOf(htmlFromReport(report));
        expect(head).toContain("default-src 'none'");
        expect(head).not.toMatch(/<link|@import|url\(/);
        for (const [, address] of body.matchAll(/ (?:href|src|action|srcset|style|on[a-z]+)="([^"]*)"/g)) expect(address).toMatch(/^#/);
      }),
      { seed: 8, numRuns: 5 },
    );
  });

  it('carries each finding once, as it is', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const views = viewsOf(htmlFromReport(report));
        const expected = report.findings.map((finding) => viewOfFinding(finding));
        const byId = (left: FindingView, right: FindingView): number => (left.id < right.id ? -1 : 1);
        expect([...views].sort(byId)).toEqual([...expected].sort(byId));
      }),
      { seed: 9, numRuns: 12 },
    );
  });

  it('is the same bytes for the same report', () => {
    const report = exampleReport();
    expect(htmlFromReport(JSON.parse(JSON.stringify(report)) as RunReport)).toBe(htmlFromReport(report));
  });

  it('has room for ten thousand findings in five megabytes, the first with their evidence', () => {
    const html = htmlFromReport(exampleReport(10_000));
    const views = viewsOf(html);
    expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
    expect(views).toHaveLength(10_002);
    expect(views[0]?.request).toContain('POST /things/0');
    const severities = views.filter(({ marks }) => marks === '').map(({ severity }) => severity);
    expect(severities.indexOf('warning')).toBe(severities.lastIndexOf('error') + 1);
  });

  it('says how many findings had no room', () => {
    const long = exampleReport(1_800);
    const findings = long.findings.map((finding, index) => ({
      ...finding,
      operation: `${index} ${'ü<'.repeat(300)}`,
      args: { ...finding.args, expected: `${index} ${'<'.repeat(600)}` },
    }));
    const html = htmlFromReport({ ...long, findings });
    expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
    expect(html).toMatch(/findings had no room in this page/);
  });

  it.each<[string, Partial<RunReport>, string]>([
    ['refutes nothing', { findings: [], tests: [], scenarios: [] }, 'Held'],
    ['was cut off', { findings: [], tests: [], scenarios: [], run: { ...exampleReport(0).run, isComplete: false } }, 'Not finished'],
    ['was stopped', { findings: [], tests: [], scenarios: [], run: { ...exampleReport(0).run, stopped: 'max-time' } }, 'Not finished'],
    [
      'could not run a pair',
      {
        findings: [],
        scenarios: [],
        tests: [{ consumer: 'shop', provider: 'payments', kind: 'failed', code: 'E_PORT_BUSY', message: 'busy' }],
      },
      'Not all could run',
    ],
    [
      'has only accepted errors',
      { findings: exampleReport(1).findings.map((finding) => ({ ...finding, isAccepted: true })), tests: [], scenarios: [] },
      'Held',
    ],
    ['has an error that counts', {}, 'Broken'],
  ])('says at once what came of a run that %s', (_what, members, word) => {
    const html = htmlFromReport({ ...exampleReport(), ...members });
    expect(html).toContain(`<span class="word">${word}</span>`);
    expect(html.includes('>Nothing was found.<')).toBe(members.findings?.length === 0 && word !== 'Not finished');
    expect(html.includes('as far as the run came')).toBe(word === 'Not finished');
  });
});

/** With timelines whose texts are anything. */
function anyPicturedReport(): fc.Arbitrary<RunReport> {
  return fc.tuple(anyRunReport(), hostileText).map(([report, text]) => ({
    ...report,
    scenarios: report.scenarios.map((scenario): ReportScenario => ({ ...scenario, timeline: hostileTimeline(text) })),
  }));
}

function hostileTimeline(text: string): ScenarioTimeline {
  const timeline = JSON.parse(JSON.stringify(exampleReport(0).scenarios[0]?.timeline)) as ScenarioTimeline;
  return {
    ...timeline,
    faults: timeline.faults.map((window) => ({ ...window, label: text, fault: text })),
    lanes: timeline.lanes.map((lane) => ({
      ...lane,
      consumer: text,
      marks: lane.marks.map((mark) => ({ ...mark, id: text, text, end: text, member: text })),
    })),
  };
}

function partsOf(html: string): { readonly head: string; readonly body: string; readonly scripts: readonly string[] } {
  const [head = '', rest = ''] = html.split('<body>');
  const scripts = [...rest.matchAll(/<script[^>]*>[\s\S]*?<\/script>/g)].map(([script]) => script);
  return { head, body: scripts.reduce((text, script) => text.replace(script, () => ''), rest).split('</body>')[0] ?? '', scripts };
}

function viewsOf(html: string): readonly FindingView[] {
  const data = /<script type="application\/json" id="finding-data">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const { members, texts, rows } = JSON.parse(data) as PackedFindings;
  return rows.map((row) => Object.fromEntries(row.map((number, index) => [members[index], texts[number]])) as unknown as FindingView);
}

const OUR_TAGS =
  'a article b button caption circle code dd defs details div dl dt form g h1 h2 h3 header input kbd label li main marker nav ol option p path pattern pre rect section select span summary svg table tbody td text th thead title tr tspan ul'.split(
    ' ',
  );
const OUR_ELEMENT = /^<[a-z][a-z0-9]*(?: [a-zA-Z-]+(?:="[^"<>]*")?)*>$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]/u;
