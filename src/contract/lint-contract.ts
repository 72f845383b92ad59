import type { Finding } from '../finding/finding.js';
import type { FindingCode } from '../finding/finding-code.js';
import type { Contract } from './contract.js';
import { adviceFindings } from './lint/advice.js';
import { eventAdviceFindings } from './lint/event-advice.js';
import { eventFindings } from './lint/event-rules.js';
import { operationFindings } from './lint/operation-rules.js';
import { schemaFindings } from './lint/schema-rules.js';
import { schemasOfContract } from './lint/schema-walk.js';
import { locateFindings } from './locate.js';
import { callbacksOf, webhooksOf } from './openapi/called-back.js';

/**
 * Everything that is wrong with a contract: what reading it forgave, and what can only be seen when every operation and schema is looked at.
 *
 * @param contract - is read whole
 * @returns findings with line and column, in the order of the documents and their lines, each once
 */
export async function lintContract(contract: Contract): Promise<readonly Finding[]> {
  const operations = contract.operations.map((entry) => entry.read());
  const calledBack = [...webhooksOf(contract), ...operations.flatMap((operation) => callbacksOf(contract, operation))].flatMap(
    ({ entries }) => entries.map((entry) => entry.read()),
  );
  const findings = [
    ...contract.defects,
    ...[...operations, ...calledBack].flatMap((operation) => operation.defects),
    ...operationFindings(contract, operations),
    ...eventFindings(contract),
    ...schemaFindings(schemasOfContract(contract, [...operations, ...calledBack])),
    ...(await adviceFindings(contract)),
    ...(await eventAdviceFindings(contract)),
  ];
  return inDocumentOrder(locateFindings(unique(findings).map(weighed), contract.texts), [...contract.texts.keys()]);
}

/** Many operations share a component: what is wrong with it is told once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.code, finding.place?.file, finding.place?.pointer ?? finding.place?.line, finding.args]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

/** Reading can live with everything; here it counts that something cannot be used. */
function weighed(finding: Finding): Finding {
  return ERRORS.has(finding.code) ? { ...finding, severity: 'error' } : finding;
}

const ERRORS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'contract/operation-unusable',
  'contract/ref-unresolved',
  'contract/ref-circular',
]);

function inDocumentOrder(findings: readonly Finding[], files: readonly string[]): readonly Finding[] {
  const rank = (finding: Finding): readonly [number, number, number] => [
    files.indexOf(finding.place?.file ?? ''),
    finding.place?.line ?? 0,
    finding.place?.column ?? 0,
  ];
  return findings
    .map((finding) => ({ finding, rank: rank(finding) }))
    .sort((left, right) => left.rank[0] - right.rank[0] || left.rank[1] - right.rank[1] || left.rank[2] - right.rank[2])
    .map(({ finding }) => finding);
}
