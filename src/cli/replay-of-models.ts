import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { replayTransformation } from '../check/transformations/replay-transformation.js';
import type { DocumentPort } from '../contract/document-port.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import { openContractShelf } from '../host/contract-shelf.js';
import { loadTransformation } from '../host/load-transformation.js';
import type { ProcessIo } from '../host/process-io.js';
import { transformedModels } from '../host/test-transformations.js';
import { plainFinding } from '../report/finding-json.js';
import { textFromReplay } from '../report/replay-text.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { ExitCode } from './command.js';
import type { RecordedFinding } from './recorded-finding.js';

interface ReplayWorld {
  readonly documents: DocumentPort;
  readonly io: ProcessIo;
  readonly isJson: boolean;
}

/**
 * Tries the value of a finding about a transformation of models again, and tells what came of it.
 *
 * @param recorded - whose replay names a transformation
 * @param world - what to read, and where to tell it
 * @throws InputError `E_REPLAY_IMPOSSIBLE` when the workspace declares the transformation no longer, or its contract lets the value in no longer
 */
export async function replayOfModels({ finding, header }: RecordedFinding, { documents, io, isJson }: ReplayWorld): Promise<ExitCode> {
  const workspace = await readWorkspace(header.workspace, documents, io.env);
  const declared = workspace.transformations?.find(({ name }) => name === finding.replay?.transformation?.name);
  if (declared === undefined) {
    const reason = `${header.workspace} has no transformation "${finding.operation}" any more`;
    throw new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
  }
  const shelf = await openContractShelf({ workspace: { ...workspace, folder: resolve(io.cwd, workspace.folder) }, pairs: [], documents });
  const [models] = await transformedModels(workspace, shelf, [declared]);
  if (models === undefined) throw new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason: 'its models are not there any more' } });
  const functions = await loadTransformation(declared, io.cwd);
  const verdict = await replayTransformation({ ...models, functions }, finding, workspace.file);
  const contracts = [...shelf.contracts.values(), ...shelf.eventContracts.values()];
  const texts = new Map([...contracts.flatMap((contract) => [...contract.texts]), [workspace.file, workspace.text] as const]);
  const [located = finding]: readonly Finding[] = locateFindings([finding], texts);
  io.stdout(isJson ? `${JSON.stringify({ ...verdict, finding: plainFinding(located) })}\n` : textFromReplay(located, verdict));
  return verdict.kind === 'fixed' ? 0 : 1;
}
