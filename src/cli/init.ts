import { join, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { createDocumentPort } from '../host/document-port.js';
import { isThere } from '../host/is-there.js';
import { readRepository } from '../host/read-repository.js';
import { writeWholeFile } from '../host/whole-file.js';
import { plainInit } from '../report/init/init-json.js';
import { textFromInit } from '../report/init/init-text.js';
import type { Initiated } from '../report/init/initiated.js';
import { judgeContracts } from '../workspace/init/judge-contracts.js';
import type { Sightings } from '../workspace/init/look-at-repository.js';
import { lookAtRepository } from '../workspace/init/look-at-repository.js';
import { planWorkspace } from '../workspace/init/plan-workspace.js';
import { textFromPlan } from '../workspace/init/text-from-plan.js';
import { askConsumers } from './ask-consumers.js';
import type { CommandInput, ExitCode } from './command.js';
import { WORKSPACE_NAME } from './compat-sources.js';
import { callsOfPact } from './init-pact-calls.js';
import { sharedModels } from './init-models.js';
import { readingOptions } from './reading-options.js';

/** `mortise init`. */
export async function runInit(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const [folder = '.'] = positionals;
  const file = join(folder, WORKSPACE_NAME);
  const isDry = options['dry-run'] === true;
  // Known before anything is asked: an answer must not be for nothing.
  const isKept = !isDry && options['force'] !== true && isThere(resolve(io.cwd, file));
  if (isKept) throw new InputError({ code: 'E_FILE_EXISTS', args: { path: file } });
  const repository = await readRepository(resolve(io.cwd, folder), folder);
  const seen = lookAtRepository(repository);
  const documents = createDocumentPort(readingOptions(input));
  const contracts = await judgeContracts(seen, { documents, pathOf: (path) => join(folder, path) });
  const planning = { name: repository.name, contracts, callsOf: callsOfPact, modelsOf: sharedModels };
  const first = planWorkspace(seen, { ...planning, answers: new Map() });
  if (first.systems.length === 0) {
    throw new InputError({ code: 'E_REPOSITORY_SILENT', args: { path: folder, fileCount: repository.seenFileCount } });
  }
  const answers = asks(input) ? await askConsumers(first, io) : new Map<string, readonly string[]>();
  const plan = answers.size === 0 ? first : planWorkspace(seen, { ...planning, answers });
  const text = textFromPlan(plan, repository.name);
  if (!isDry) writeWholeFile(resolve(io.cwd, file), text);
  const told: Initiated = { file, isWritten: !isDry, text, plan, seen: withoutOwn(seen), contracts, repository };
  io.stdout(options['json'] === true ? `${JSON.stringify(plainInit(told))}\n` : isDry ? text : '');
  if (options['json'] !== true) (isDry ? io.stderr : io.stdout)(textFromInit(told));
  return 0;
}

function asks({ options, io }: CommandInput): boolean {
  return options['yes'] !== true && options['json'] !== true && io.canAsk === true;
}

/** What is written over is none of the others. */
function withoutOwn(seen: Sightings): Sightings {
  return { ...seen, workspaces: seen.workspaces.filter((path) => path !== WORKSPACE_NAME) };
}
