import type { MutantOutcome } from '../host/run-mutants.js';
import { nameOfMutant } from '../host/run-mutants.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import { textFromError } from '../report/wording/error-wording.js';

/**
 * One row for each wrong program: how it is to be refuted, and how it was.
 *
 * @param mutants - of a scenario
 * @param columnCount - the width of the terminal
 */
export function textFromMutants(mutants: readonly MutantOutcome[], columnCount: number): string {
  return textFromTable(COLUMNS, mutants.map(rowOf), columnCount);
}

function rowOf({ mutant, verdict, refuted, error }: MutantOutcome): readonly string[] {
  const seen = error === undefined ? refuted.join(', ') || 'nothing' : (textFromError(error).split('\n')[0] ?? '');
  return [nameOfMutant(mutant), mutant.system, mutant.refutes.join(', '), seen, verdict];
}

const COLUMNS: readonly Column[] = [
  { title: 'wrong program', align: 'left', shrinks: true },
  { title: 'system', align: 'left' },
  { title: 'to be refuted by', align: 'left', shrinks: true },
  { title: 'refuted by', align: 'left', shrinks: true },
  { title: 'verdict', align: 'left' },
];
