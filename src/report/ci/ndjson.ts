import { newFirst } from '../run/new-first.js';
import type { RunReport } from '../run/run-report.js';
import { messageOfFinding } from '../wording/finding-wording.js';

/**
 * The findings of a report, one JSON object a line, each with the message that people read.
 *
 * @param report - of a run
 * @see https://github.com/ndjson/ndjson-spec
 */
export function ndjsonFromReport({ findings }: RunReport): string {
  return newFirst(findings)
    .map((finding) => `${oneLine({ ...finding, message: messageOfFinding(finding) })}\n`)
    .join('');
}

/** Some readers of lines take these two for line ends. */
function oneLine(value: object): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
