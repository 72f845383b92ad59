import { describe, expect, it } from 'vitest';
import { compatSection } from '../../../src/report/html/compat-section.js';
import { contractsSection } from '../../../src/report/html/contracts-section.js';
import { coverageSection } from '../../../src/report/html/coverage-section.js';
import { modelsSection } from '../../../src/report/html/models-section.js';
import { pairMatrix } from '../../../src/report/html/pair-matrix.js';
import { pairsSection } from '../../../src/report/html/pairs-section.js';
import type { Tree } from '../../../src/report/html/tree.js';
import { htmlFromTree } from '../../../src/report/html/tree.js';
import type { ReportFinding } from '../../../src/report/run/report-finding.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { exampleReport } from '../../support/example-report.js';

const report = exampleReport(0);

describe('the section of compatibility', () => {
  const html = htmlFromTree(compatSection(report.compat ?? { contracts: [], findingIds: [] }, report.findings, report.workspace.pairs));

  it('says which difference breaks whom, why, and leads to its evidence', () => {
    expect(html).toContain('href="#m-compat00000"');
    expect(html).toContain('<dt>breaks</dt><dd>shop (reads total in 12 interactions)</dd>');
  });

  it('shows the message by which it breaks', () => {
    const findings = report.findings.map((finding) => ({
      ...finding,
      witness: { request: { line: 'GET /things/1', headers: [] }, response: { line: '200', headers: [], body: '{}' } },
    }));
    const shown = htmlFromTree(compatSection(report.compat ?? { contracts: [], findingIds: [] }, findings, []));
    expect(shown).toContain('<dt>call</dt><dd>GET /things/1</dd>');
    expect(shown).toContain('<dt>answer</dt><dd>200  {}</dd>');
  });

  it('has the order of deployment, the consumers that go first in the first step', () => {
    expect(html).toMatch(/<ol class="deployment"><li><b>desk<\/b>, <b>shop<\/b><\/li><li><b>payments<\/b><\/li><\/ol>/);
  });
});

describe('the section of models', () => {
  it('says of each shared model whether it means the same, and of each transformation whether it holds', () => {
    const html = shown(modelsSection(report));
    expect(rowOf(html, 'Order')).toMatch(/payments#\/components\/schemas\/Order.*real time.*the same/);
    expect(rowOf(html, 'Note')).toContain('only its name is shared');
    expect(rowOf(html, 'order to entry')).toMatch(/both ways.*consistent.*40 values/);
  });

  it('has no good word for what drifted, was refuted, was not looked at or had no values', () => {
    const drift = modelFinding('models/drift', 'Order');
    const wrong: ReportFinding = { ...modelFinding('models/transformation-fails', 'Order'), id: 'm-fails', part: 'test' };
    const broken: RunReport = {
      ...report,
      findings: [drift, wrong, modelFinding('models/drift', 'Undeclared')],
      transformations: [{ name: 'order to entry', systems: ['payments', 'audit'], valueCount: 40, findingIds: ['m-fails'] }],
    };
    const html = shown(modelsSection(broken));
    expect(rowOf(html, 'Order')).toMatch(/verdict bad.*drifted.*href="#m-Order"/);
    expect(rowOf(html, 'Undeclared')).toMatch(/verdict bad/);
    expect(rowOf(html, 'order to entry')).toMatch(/verdict bad.*refuted.*href="#m-fails"/);
    const unlooked = shown(modelsSection({ ...report, transformations: [], run: { ...report.run, parts: [] } }));
    expect(unlooked).not.toContain('verdict good');
    const empty = { name: 'order to entry', systems: ['payments', 'audit'] as const, valueCount: 0, findingIds: [] };
    expect(rowOf(shown(modelsSection({ ...report, transformations: [empty] })), 'order to entry')).toContain('nothing tested');
  });

  it('is not there when nothing is shared', () => {
    expect(modelsSection({ ...report, workspace: { ...report.workspace, models: [], transformations: [] } })).toBeUndefined();
  });
});

describe('the section of contracts', () => {
  it('has each contract once, the worst first, and counts what lint says of it', () => {
    const finding = (severity: ReportFinding['severity'], file: string): ReportFinding => ({
      ...modelFinding('models/drift', file),
      id: `m-${severity}`,
      severity,
      place: { file },
    });
    const findings = [finding('error', 'ledger.yaml'), finding('warning', 'ledger.yaml'), finding('info', 'payments.yaml')];
    const html = shown(contractsSection({ ...report, findings }));
    expect([...html.matchAll(/<th scope="row"><code>([^<]*)/g)].map(([, file]) => file)).toEqual([
      'ledger.yaml',
      'payments.yaml',
      'audit.yaml',
    ]);
    expect(rowOf(html, 'ledger.yaml')).toMatch(/data-filter-text="ledger.yaml".*broken.*1 error, 1 warning/);
    expect(rowOf(html, 'payments.yaml')).toMatch(/verdict good.*sound.*1 of advice/);
    expect(rowOf(html, 'audit.yaml')).toContain('clean');
  });

  it('is not there when nobody looked', () => {
    expect(contractsSection({ ...report, run: { ...report.run, parts: [] } })).toBeUndefined();
  });
});

describe('very many pairs', () => {
  const pairs = Array.from({ length: 200 }, (_, index) => ({ consumer: `c${index}`, provider: 'payments', protocols: ['http'], auth: [] }));
  const wide: RunReport = {
    ...report,
    compat: { contracts: [], findingIds: [] },
    workspace: { ...report.workspace, pairs },
    findings: [{ ...modelFinding('models/drift', 'x'), part: 'test', pair: { consumer: 'c7', provider: 'payments' } }],
    tests: pairs.map(({ consumer, provider }) => ({ consumer, provider, kind: 'skipped', reason: 'it stands nowhere' })),
    scenarios: [],
  };

  it('stand in the table once each; only those with an error or a warning are not folded', () => {
    const html = shown(pairsSection(wide.workspace, pairMatrix(wide)));
    const [open = '', folded = ''] = html.split('<details class="calm">');
    expect(open.match(/class="consumer"/g)).toHaveLength(1);
    expect(open).toContain('>c7<');
    expect(folded.match(/class="consumer"/g)).toHaveLength(199);
    expect(folded).toContain('199 pairs without an error or a warning');
  });

  it('have their coverage, most of it folded', () => {
    const html = shown(coverageSection(wide.tests, wide.workspace.systems));
    expect(html.match(/class="untested"/g)).toHaveLength(200);
    expect(html).toContain('<summary>160 pairs more</summary>');
  });
});

function modelFinding(code: ReportFinding['code'], model: string): ReportFinding {
  const args = { model, isDeclared: true, accepting: 'a', refusing: 'b', clause: 'c', value: '1', location: [] };
  return { id: `m-${model}`, part: 'lint', code, severity: 'error', isAccepted: false, args };
}

function shown(tree: Tree): string {
  return htmlFromTree(tree);
}

/** The row whose heading begins with that. */
function rowOf(html: string, title: string): string {
  const rows = html
    .split('<tr>')
    .filter((row) => row.startsWith(`<th scope="row">${title}<`) || row.startsWith(`<th scope="row"><code>${title}<`));
  expect(rows, title).toHaveLength(1);
  return rows[0] ?? '';
}
