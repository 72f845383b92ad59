import { InputError } from '../base/errors.js';
import { lintContract } from '../contract/lint-contract.js';
import type { Contract } from '../contract/contract.js';
import { nowMs } from '../host/clock.js';
import { createDocumentPort } from '../host/document-port.js';
import { contractsOfSystems, reportedWorkspace } from '../host/reported-workspace.js';
import { openRun } from '../host/run-record-file.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf, textFromFindings } from '../report/finding-text.js';
import { newFirst } from '../report/run/new-first.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { contractReader, lintModels } from './lint-models.js';
import { textOption } from './option-values.js';
import { openProgress } from './progress.js';
import { readingOptions } from './reading-options.js';
import { headerWithoutTests } from './run-header.js';
import { during, endRun, tellingFrom } from './telling.js';

/** `mortise lint`. */
export async function runLint(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  if (positionals.length === 0)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'lint', value: 'a contract or a mortise.yaml' } });
  const telling = tellingFrom(input);
  const port = createDocumentPort(readingOptions(input));
  const { files, workspaces } = await asked(input, port);
  const [workspace] = workspaces;
  const run = openRun(
    // Whoever lints at every save would push the records of the other commands out.
    { cwd: io.cwd, file: textOption(options, 'record') ?? false, startedAtMs: telling.startedAtMs, since: telling.since },
    headerWithoutTests('lint', input, { workspace: workspace?.file ?? files[0] ?? '' }),
  );
  return during(run, async () => {
    const read = contractReader(port);
    const contracts = new Map<string, Contract>();
    const progress = openProgress(io, options['json'] === true);
    let findingCount = 0;
    try {
      for (const [index, file] of files.entries()) {
        progress.tell({ title: `lint ${file}`, doneCount: index, totalCount: files.length, findingCount });
        const contract = await read(file);
        contracts.set(file, contract);
        const found = await lintContract(contract);
        findingCount += found.length;
        for (const finding of found) run.finding(finding, { part: 'lint' });
      }
      for (const one of workspaces) for (const finding of await lintModels(one, read)) run.finding(finding, { part: 'lint' });
    } finally {
      progress.end();
    }
    if (workspace !== undefined) run.add({ type: 'workspace', ...reportedWorkspace(workspace, contractsOfSystems(workspace, contracts)) });
    run.add({ type: 'part', part: 'lint', durationMs: Math.round(nowMs() - telling.startedAtMs), subjectCount: files.length });
    const findings = newFirst(run.report().findings);
    const counts = countsOf(findings);
    if (options['json'] === true) io.stdout(`${JSON.stringify({ findings: findings.map(plainFinding), summary: counts })}\n`);
    else io.stdout(textFromFindings(findings, { columnCount: io.columnCount, colour: io.colour }));
    return endRun(run, telling, { stopped: false, input });
  });
}

interface Asked {
  /** The contracts of the files and workspaces, each once, in the order they are named. */
  readonly files: readonly string[];
  readonly workspaces: readonly Workspace[];
}

async function asked({ positionals, io }: CommandInput, port: ReturnType<typeof createDocumentPort>): Promise<Asked> {
  const files = new Set<string>();
  const workspaces: Workspace[] = [];
  for (const file of positionals) {
    if (isContractStream(file)) {
      files.add(file);
      continue;
    }
    const workspace = await readWorkspace(file, port, io.env);
    workspaces.push(workspace);
    for (const { openapi, asyncapi } of workspace.systems.values())
      for (const contract of [openapi, asyncapi]) if (contract !== undefined) files.add(contract);
  }
  return { files: [...files], workspaces };
}

/** Standard input can be read only once, and a URL should be fetched only once: neither is looked at to see whether it is a workspace. */
function isContractStream(file: string): boolean {
  return file === '-' || /^https?:/i.test(file);
}
