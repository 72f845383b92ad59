import type { ProcessIo } from '../host/process-io.js';
import { ORACLES } from '../recovery/oracles.js';
import { textFromTable } from '../report/table.js';
import type { ExitCode } from './command.js';

/**
 * Says what can be judged, and by which law.
 *
 * @param io - where it is said
 * @param asJson - as one JSON object
 */
export function listOracles(io: ProcessIo, asJson: boolean): ExitCode {
  const oracles = ORACLES.map(({ claim, summary, source }) => ({ claim, summary, source }));
  if (asJson) io.stdout(`${JSON.stringify({ oracles })}\n`);
  else
    io.stdout(
      textFromTable(
        COLUMNS,
        oracles.map(({ claim, summary }) => [claim, summary]),
        io.columnCount,
      ),
    );
  return 0;
}

const COLUMNS = [
  { title: 'claim', align: 'left' },
  { title: 'what is judged', align: 'left', shrinks: true },
] as const;
