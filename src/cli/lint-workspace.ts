import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { lintContract } from '../contract/lint-contract.js';
import { nowMs } from '../host/clock.js';
import { contractsOfSystems, reportedWorkspace } from '../host/reported-workspace.js';
import type { RunWriter } from '../host/run-writer.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput } from './command.js';
import { contractReader, lintModels } from './lint-models.js';
import { openProgress } from './progress.js';

interface LintWorld {
  readonly documents: DocumentPort;
  /** Of the command. */
  readonly input: CommandInput;
}

/**
 * Lints each contract of a workspace and the models that they share. Tells the run who there is, too: every contract is read here.
 *
 * @param run - takes the findings
 * @param workspace - as read
 * @param world - how contracts are read, and the command that asks
 * @returns how many contracts there are
 * @throws InputError when a contract cannot be read
 */
export async function lintWorkspace(
  run: RunWriter,
  workspace: Workspace,
  { documents, input: { io, options } }: LintWorld,
): Promise<number> {
  const { signal } = io;
  const startedAtMs = nowMs();
  const files = [...new Set([...workspace.systems.values()].flatMap(({ openapi, asyncapi }) => [openapi ?? [], asyncapi ?? []].flat()))];
  const read = contractReader(documents);
  const contracts = new Map<string, Contract>();
  let findingCount = 0;
  const progress = openProgress(io, options['json'] === true);
  try {
    for (const [index, file] of files.entries()) {
      if (signal.aborted) break;
      progress.tell({ title: `lint ${file}`, doneCount: index, totalCount: files.length, findingCount });
      const contract = await read(file);
      contracts.set(file, contract);
      const findings = await lintContract(contract);
      findingCount += findings.length;
      for (const finding of findings) run.finding(finding, { part: 'lint' });
    }
  } finally {
    progress.end();
  }
  run.add({ type: 'workspace', ...reportedWorkspace(workspace, contractsOfSystems(workspace, contracts)) });
  if (signal.aborted) return files.length;
  for (const finding of await lintModels(workspace, read)) run.finding(finding, { part: 'lint' });
  run.add({ type: 'part', part: 'lint', durationMs: Math.round(nowMs() - startedAtMs), subjectCount: files.length });
  return files.length;
}
