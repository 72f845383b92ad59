import type { ReportCompat } from '../report/run/report-compat.js';

/**
 * What the contracts that a finding is of called themselves when it was found.
 *
 * @param text - the record of a run that compared versions, as we wrote it
 * @param id - of the finding
 * @returns empty when the record has no comparison with it
 */
export function comparedVersions(text: string, id: string | undefined): readonly (string | undefined)[] {
  const line = text.split('\n').find((one) => one.startsWith(COMPAT_LINE));
  if (line === undefined) return [];
  const { contracts } = JSON.parse(line) as ReportCompat;
  const isOf = ({ findingIds, accepted }: ReportCompat['contracts'][number]): boolean =>
    id !== undefined && (findingIds.includes(id) || accepted.some(({ findingId }) => findingId === id));
  return contracts.filter(isOf).map(({ newer }) => newer?.version);
}

/** As `JSON.stringify` begins it: most lines of a record are exchanges, which nobody has to read for this. */
const COMPAT_LINE = '{"type":"compat",';
