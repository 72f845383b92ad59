import { CHECKS } from '../check/check-list.js';
import type { ProcessIo } from '../host/process-io.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import type { ExitCode } from './command.js';

/**
 * Says which checks there are, what each holds to, and how much its failure weighs by default.
 *
 * @param io - where it is said
 * @param asJson - as one JSON object
 */
export function listChecks(io: ProcessIo, asJson: boolean): ExitCode {
  if (asJson) io.stdout(`${JSON.stringify({ checks: CHECKS })}\n`);
  else
    io.stdout(
      textFromTable(
        COLUMNS,
        CHECKS.map(({ name, severity, kind, summary }) => [name, severity, kind, summary]),
        // Laws are read whole, and lists of them are searched by line.
        Number.POSITIVE_INFINITY,
      ),
    );
  return 0;
}

const COLUMNS: readonly Column[] = [
  { title: 'check', align: 'left' },
  { title: 'severity', align: 'left' },
  { title: 'looks at', align: 'left' },
  { title: 'holds when', align: 'left', shrinks: true },
];
