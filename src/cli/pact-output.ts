import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf, textFromFindings } from '../report/finding-text.js';
import type { CommandInput, ExitCode } from './command.js';

/**
 * Says what was found and gives the exit code for it.
 *
 * @param findings - with pointers
 * @param texts - of the files they stand in
 * @param others - further members of the JSON object
 */
export function tellPactFindings(
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
  { options, io, others = {} }: Pick<CommandInput, 'options' | 'io'> & { readonly others?: Readonly<Record<string, unknown>> },
): ExitCode {
  const located = locateFindings(findings, texts).map((finding) => ({ ...finding, id: fingerprintOf(finding) }));
  const summary = countsOf(located);
  if (options['json'] === true) io.stdout(`${JSON.stringify({ ...others, findings: located.map(plainFinding), summary })}\n`);
  else io.stdout(textFromFindings(located, { columnCount: io.columnCount, colour: io.colour }));
  return summary.error > 0 ? 1 : 0;
}
