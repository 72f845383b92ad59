import { InputError } from '../base/errors.js';
import { lintContract } from '../contract/lint-contract.js';
import type { Finding } from '../finding/finding.js';
import { createDocumentPort } from '../host/document-port.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf, textFromFindings } from '../report/finding-text.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { contractReader, lintModels } from './lint-models.js';
import { openProgress } from './progress.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';

/** `mortise lint`. */
export const lintCommand: Command = {
  name: 'lint',
  summary: 'Read contracts and say what is wrong, and where; of a workspace also which shared models drifted.',
  usage: 'lint <spec|mortise.yaml>… [options]',
  options: [
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { findings, summary }' },
    { name: 'strict', kind: 'boolean', help: 'Fail on warnings too' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise lint fixtures/specs/petstore.yaml',
    'mortise lint contracts/mortise.yaml --strict',
    'mortise lint contracts/mortise.yaml --json',
  ],
  run: runLint,
};

async function runLint(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  if (positionals.length === 0)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'lint', value: 'a contract or a mortise.yaml' } });
  const port = createDocumentPort(readingOptions(input));
  const findings: Finding[] = [];
  const { files, workspaces } = await asked(input, port);
  const read = contractReader(port);
  const progress = openProgress(io, options['json'] === true);
  try {
    for (const [index, file] of files.entries()) {
      progress.tell({ title: `lint ${file}`, doneCount: index, totalCount: files.length, findingCount: findings.length });
      findings.push(...(await lintContract(await read(file))));
    }
    for (const workspace of workspaces) findings.push(...(await lintModels(workspace, read)));
  } finally {
    progress.end();
  }
  const counts = countsOf(findings);
  if (options['json'] === true) io.stdout(`${JSON.stringify({ findings: findings.map(plainFinding), summary: counts })}\n`);
  else io.stdout(textFromFindings(findings, { columnCount: io.columnCount, colour: io.colour }));
  return counts.error > 0 || (options['strict'] === true && counts.warning > 0) ? 1 : 0;
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
