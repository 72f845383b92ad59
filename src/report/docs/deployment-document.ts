import { DEPLOYMENTS } from '../compat/compat-words.js';
import { deploymentOrder } from '../compat/deployment-order.js';
import type { RunReport } from '../run/run-report.js';
import type { DocPair } from './doc-pairs.js';
import { markdownCode, markdownTable } from '../markdown.js';

/**
 * The document of the order of deployment.
 *
 * @param report - of a run
 * @param pairs - who calls whom
 */
export function deploymentLines({ compat }: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const title = ['# Deployment order', ''];
  if (compat === undefined) return [...title, 'The last run compared no versions of contracts. `mortise check --base <ref>` does.'];
  const { steps, circular } = deploymentOrder(compat, pairs);
  const changed = compat.contracts.filter(({ isUnchanged }) => !isUnchanged);
  const rows = changed.map(({ provider, kind, verdict, semver, deployment }) => [
    markdownCode(provider),
    kind === 'openapi' ? 'calls' : 'events',
    verdict,
    semver ?? '',
    DEPLOYMENTS[deployment],
  ]);
  return [
    ...title,
    ...(steps.length === 0 && circular.length === 0 ? ['The changes of contracts ask for no order.'] : []),
    ...steps.map((step, index) => `${index + 1}. ${step.map(markdownCode).join(', ')}`),
    ...(circular.length === 0
      ? []
      : ['', `These wait for each other, so no order keeps all of them whole: ${circular.map(markdownCode).join(', ')}.`]),
    '',
    '## Why',
    '',
    ...markdownTable(['contract of', 'kind', 'verdict', 'version', 'which side first'], rows, 'No contract changed.'),
  ];
}
