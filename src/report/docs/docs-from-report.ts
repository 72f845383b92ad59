import type { RunReport } from '../run/run-report.js';
import { architectureDiagram } from './architecture-diagram.js';
import { changeLines } from './change-log.js';
import { deploymentLines } from './deployment-document.js';
import type { DocFile } from './doc-file.js';
import { DOC_MARK, markdownFile } from './doc-file.js';
import { pairPaths } from './doc-names.js';
import { docPairs } from './doc-pairs.js';
import { evidenceLines } from './evidence-document.js';
import { markdownBlock, markdownText } from '../markdown.js';
import { pairDocument } from './pair-document.js';
import { statusLines } from './status-document.js';

/**
 * The documents that teams keep of their integrations: status, a document for each pair, architecture, order of deployment, the figures of the run, and what
 * changed since another run.
 *
 * @param report - of the run
 * @param older - the run to compare with; without it there is no change log
 * @returns the same bytes for the same reports
 */
export function docsFromReport(report: RunReport, older?: RunReport): readonly DocFile[] {
  const pairs = docPairs(report);
  const pathOf = pairPaths(pairs);
  const diagram = architectureDiagram(report.workspace.systems, pairs);
  const isTestOver = report.run.parts.some(({ part }) => part === 'test');
  const title = `# Architecture of ${markdownText(report.workspace.name)}`;
  return [
    markdownFile('integration-status.md', statusLines(report, pairs, pathOf)),
    markdownFile('architecture.md', [title, '', ...markdownBlock(diagram.join('\n'), 'mermaid')]),
    { path: 'architecture.mmd', text: `${[`%% ${DOC_MARK}`, ...diagram].join('\n')}\n` },
    markdownFile('deployment-order.md', deploymentLines(report, pairs)),
    markdownFile('evidence.md', evidenceLines(report, pairs)),
    ...(older === undefined ? [] : [markdownFile('changes.md', changeLines(older, report))]),
    ...pairs.map((pair) => pairDocument(pair, { path: pathOf(pair) ?? '', workspaceFile: report.workspace.file, isTestOver })),
  ];
}
