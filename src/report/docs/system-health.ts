import { markdownCode } from '../markdown.js';
import type { ReportSystem } from '../run/report-workspace.js';
import type { RunReport } from '../run/run-report.js';
import type { DocPair } from './doc-pairs.js';
import { testText } from './doc-pairs.js';

/**
 * What lint says of the contracts of a system.
 *
 * @param system - of the workspace
 * @param report - of the run
 * @returns `none` when it has no contract, `open` when nobody looked
 */
export function contractHealth({ contractFiles }: ReportSystem, { run, findings }: RunReport): 'none' | 'broken' | 'sound' | 'open' {
  if (contractFiles.length === 0) return 'none';
  const isBroken = findings.some(
    ({ part, severity, place, isAccepted }) =>
      part === 'lint' && severity === 'error' && !isAccepted && place !== undefined && contractFiles.includes(place.file),
  );
  if (isBroken) return 'broken';
  return run.parts.some(({ part }) => part === 'lint') ? 'sound' : 'open';
}

/**
 * The health of a system: broken when anything that the run knows of it is, sound only when its contract, its answers and its recovery were all looked at and
 * proved, else open, with what is missing.
 *
 * @param system - of the workspace
 * @param report - of the run
 * @param pairs - of the run
 * @returns the cells of a row
 */
export function systemHealthRow(system: ReportSystem, report: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const broken = [
    contractHealth(system, report) === 'broken' ? 'lint finds errors in its contract' : '',
    ...pairs
      .filter(({ provider, test }) => provider === system.name && testText(test).startsWith('✗'))
      .map(({ consumer }) => `it breaks its contract with ${markdownCode(consumer)}`),
    ...pairs
      .filter(({ consumer, links }) => consumer === system.name && hasVerdict(links, 'refuted'))
      .map(({ provider }) => `it does not recover from ${markdownCode(provider)} as it claims`),
  ].filter((text) => text !== '');
  if (broken.length > 0) return [markdownCode(system.name), '✗ broken', bounded(broken)];
  const open = openPoints(system, report, pairs);
  return [markdownCode(system.name), open.length === 0 ? '✓ sound' : 'open', bounded(open)];
}

/** What is not proved of a system; of one that nobody calls, and that calls nobody, that is all. */
function openPoints(system: ReportSystem, report: RunReport, pairs: readonly DocPair[]): readonly string[] {
  const answered = pairs.filter(({ provider }) => provider === system.name);
  const calling = pairs.filter(({ consumer }) => consumer === system.name);
  if (answered.length + calling.length === 0) return ['nothing was tried with it'];
  return [
    contractHealth(system, report) === 'open' ? 'its contract was not looked at' : '',
    answered.some(({ test }) => !testText(test).startsWith('✓')) ? 'not all that it answers was tested against itself' : '',
    calling.some(({ links }) => links.length === 0 || !hasVerdict(links, 'proved')) ? 'its recovery was not shown everywhere' : '',
    calling.some(({ links }) => hasVerdict(links, 'inconclusive')) ? 'some of what it claims is open' : '',
  ].filter((text) => text !== '');
}

function hasVerdict(links: DocPair['links'], kind: 'proved' | 'refuted' | 'inconclusive'): boolean {
  return links.some(({ claims }) => claims.some(({ verdict }) => verdict.kind === kind));
}

function bounded(reasons: readonly string[]): string {
  const more = reasons.length - MAX_REASON_COUNT;
  return `${reasons.slice(0, MAX_REASON_COUNT).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

const MAX_REASON_COUNT = 4;
