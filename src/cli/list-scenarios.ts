import type { DocumentPort } from '../contract/document-port.js';
import type { ProcessIo } from '../host/process-io.js';
import { canBeSimulated } from '../host/run-scenarios.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import { readScenario } from '../scenario/read-scenario.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ExitCode } from './command.js';

export interface ScenarioList {
  readonly files: readonly string[];
  readonly documents: DocumentPort;
  readonly workspace: Workspace;
  readonly io: ProcessIo;
  readonly isJson: boolean;
}

/**
 * Says which scenarios there are, what each is about, and whether it can be simulated.
 *
 * @param list - their files
 * @throws InputError at the first that is wrong
 */
export async function listScenarios({ files, documents, workspace, io, isJson }: ScenarioList): Promise<ExitCode> {
  const scenarios: Listed[] = [];
  for (const file of files) {
    const scenario = await readScenario(file, documents, workspace);
    const { name, title, workflows, mutants, recovery } = scenario;
    const simulated = canBeSimulated(scenario, workspace, new Map());
    scenarios.push({ name, title, file, simulated, workflows: workflows.size, links: recovery.length, mutants: mutants.length });
  }
  io.stdout(isJson ? `${JSON.stringify({ scenarios })}\n` : textFromTable(COLUMNS, scenarios.map(rowOf), io.columnCount));
  return 0;
}

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly simulated: boolean;
  readonly workflows: number;
  readonly links: number;
  readonly mutants: number;
}

function rowOf({ name, title, simulated, workflows, links, mutants }: Listed): readonly string[] {
  return [name, title, simulated ? 'yes' : 'no', String(workflows), String(links), String(mutants)];
}

const COLUMNS: readonly Column[] = [
  { title: 'scenario', align: 'left' },
  { title: 'about', align: 'left', shrinks: true },
  { title: 'simulated', align: 'left' },
  { title: 'workflows', align: 'right' },
  { title: 'links judged', align: 'right' },
  { title: 'mutants', align: 'right' },
];
