import { hashOfBytes } from '../../base/content-hash.js';
import type { RunReport } from '../run/run-report.js';
import { compatSection } from './compat-section.js';
import { contractsSection } from './contracts-section.js';
import { coverageSection } from './coverage-section.js';
import { embeddedJson } from './embedded-json.js';
import { findingsSection } from './findings-section.js';
import { headerSection } from './header-section.js';
import { modelsSection } from './models-section.js';
import type { PageFindings } from './packed-findings.js';
import { packedFindings, pageFindings } from './packed-findings.js';
import { pageScript } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { pairMatrix } from './pair-matrix.js';
import { pairsSection } from './pairs-section.js';
import { scenariosSection } from './scenarios-section.js';
import { timelinePatterns } from './timeline-picture.js';
import type { TreeElement } from './tree.js';
import { h, htmlFromTree } from './tree.js';

/**
 * The report of a run as one page that needs nothing else: no network, no other file. It reads without JavaScript but for the filters and the findings beyond the first.
 *
 * @param report - of a run
 * @returns HTML; the same bytes for the same report
 */
export function htmlFromReport(report: RunReport): string {
  const findings = pageFindings(report.findings);
  const data = embeddedJson(packedFindings(findings.views));
  const nonce = nonceOf(data);
  const sections = sectionsOf(report, findings);
  const body = htmlFromTree([
    h('a', { class: 'skip', href: '#main' }, 'Skip to the content'),
    h(
      'nav',
      { class: 'page-nav', 'aria-label': 'Parts of the report' },
      h(
        'div',
        { class: 'inner' },
        h(
          'ul',
          {},
          sections.map(({ id, title }) => h('li', {}, h('a', { href: `#${id}` }, title))),
        ),
        h('button', { type: 'button', id: 'theme' }, 'Theme: auto'),
      ),
    ),
    h(
      'main',
      { id: 'main', tabindex: '-1' },
      headerSection(report, findings),
      sections.map(({ tree }) => tree),
    ),
    timelinePatterns(),
  ]);
  return [
    '<!doctype html>',
    '<html lang="en" data-theme="auto">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    htmlFromTree(h('title', {}, `${report.workspace.name === '' ? 'Report' : report.workspace.name}: mortise ${report.run.command}`)),
    `<style nonce="${nonce}">${PAGE_STYLE}</style>`,
    '</head>',
    `<body>${body}`,
    `<script type="application/json" id="finding-data">${data}</script>`,
    `<script nonce="${nonce}">${pageScript()}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Those that have something to tell, in their order. */
function sectionsOf(report: RunReport, findings: PageFindings): readonly PageSection[] {
  const { scenarios, tests, compat, workspace } = report;
  const sections: readonly (readonly [id: string, title: string, tree: TreeElement | undefined])[] = [
    ['pairs', 'Pairs', pairsSection(workspace, pairMatrix(report))],
    ['findings', 'Findings', findingsSection(findings, report.run.isComplete && report.run.stopped === false)],
    ['scenarios', 'Scenarios', scenarios.length > 0 ? scenariosSection(scenarios) : undefined],
    ['compat', 'Compatibility', compat === undefined ? undefined : compatSection(compat, report.findings, workspace.pairs)],
    ['models', 'Models', modelsSection(report)],
    ['contracts', 'Contracts', contractsSection(report)],
    ['coverage', 'Coverage', tests.length > 0 ? coverageSection(tests, workspace.systems) : undefined],
  ];
  return sections.flatMap(([id, title, tree]) => (tree === undefined ? [] : [{ id, title, tree }]));
}

interface PageSection {
  readonly id: string;
  /** Of its link. */
  readonly title: string;
  readonly tree: TreeElement;
}

/** Made of all that others wrote into the page: who would put a script of their own into it cannot know it. */
function nonceOf(data: string): string {
  return hashOfBytes(new TextEncoder().encode(data)).replace(/[^a-z0-9]/gi, '');
}
