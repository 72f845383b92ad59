import { dirname, relative, resolve, sep } from 'node:path';
import { InputError } from '../base/errors.js';
import type { ReplayVerdict } from '../check/replay-finding.js';
import { replayFinding } from '../check/replay-finding.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import type { ContractShelf } from '../host/contract-shelf.js';
import { openContractShelf } from '../host/contract-shelf.js';
import { createDocumentPort } from '../host/document-port.js';
import { openPairWorld } from '../host/pair-world.js';
import type { ProcessIo } from '../host/process-io.js';
import { readRecordText, recordFilesIn } from '../host/run-records.js';
import { writeWholeFile } from '../host/whole-file.js';
import { plainFinding } from '../report/finding-json.js';
import { textFromReplay } from '../report/replay-text.js';
import { vitestFileFromTest } from '../report/vitest-export/vitest-file.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { exportedTest } from './exported-test.js';
import { headersOption, numberOption, textOption } from './option-values.js';
import { readingOptions } from './reading-options.js';
import type { RecordedFinding } from './recorded-finding.js';
import { recordedFinding } from './recorded-finding.js';
import { replayOfModels } from './replay-of-models.js';
import type { Reach } from './workspace-of-one.js';
import { workspaceOfOne } from './workspace-of-one.js';

/** `mortise replay`. */
export async function runReplay(input: CommandInput): Promise<ExitCode> {
  const { options, io, positionals } = input;
  const [id] = positionals;
  if (id === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'replay', value: 'the id of a finding' } });
  const record = textOption(options, 'record');
  const recorded = recordedFinding(id, record === undefined ? recordFilesIn(io.cwd) : [resolve(io.cwd, record)], readRecordText);
  const documents = createDocumentPort(readingOptions(input));
  if (recorded.finding.replay?.transformation !== undefined) {
    if (options['vitest'] !== undefined) throw impossible('a finding about a transformation has no Vitest file of its own');
    return replayOfModels(recorded, { documents, io, isJson: options['json'] === true });
  }
  const subject = await subjectOf(recorded, {
    documents,
    io,
    reach: { url: textOption(options, 'url'), headers: headersOption(options, 'header') },
  });
  const target = textOption(options, 'vitest');
  if (target !== undefined) return writeVitest(target, subject, io);
  const callTimeoutMs = numberOption(options, 'timeout', { least: 1, most: 3_600_000 });
  const verdict = await replayed(subject, recorded, { io, callTimeoutMs });
  const isJson = options['json'] === true;
  io.stdout(
    isJson ? `${JSON.stringify({ ...verdict, finding: plainFinding(subject.finding) })}\n` : textFromReplay(subject.finding, verdict),
  );
  return verdict.kind === 'fixed' ? 0 : 1;
}

/** A finding with what it is about, as that is today. */
interface Subject {
  /** Located. */
  readonly finding: Finding;
  readonly workspace: Workspace;
  readonly pair: Pair;
  /** The one that the finding is about. */
  readonly contract: Contract;
  readonly shelf: ContractShelf;
}

interface SubjectWorld {
  readonly documents: DocumentPort;
  readonly io: ProcessIo;
  /** Its URL stands instead of where the provider was then. */
  readonly reach: Reach;
}

async function subjectOf({ finding, header }: RecordedFinding, { documents, io, reach }: SubjectWorld): Promise<Subject> {
  if (finding.compat !== undefined)
    throw impossible(`it is about two versions of a contract; mortise explain ${finding.id ?? ''} shows it`);
  const read = await readWorkspace(header.workspace, documents, io.env);
  const { url, headers } = reach;
  const alone = read.text === '' ? workspaceOfOne(header.workspace, { url: url ?? header.url, headers }) : read;
  const { consumer, provider } = finding.pair ?? { consumer: '', provider: '' };
  const workspace = { ...withUrl(alone, provider, url), folder: resolve(io.cwd, alone.folder) };
  const pair = workspace.integrations.find((one) => one.consumer === consumer && one.provider === provider);
  if (pair === undefined) throw impossible(`${header.workspace} has no pair ${consumer}:${provider} any more`);
  const shelf = await openContractShelf({ workspace, pairs: [pair], documents });
  const isOfEvents = finding.replay?.steps[0]?.event !== undefined;
  const contract = (isOfEvents ? shelf.eventContracts : shelf.contracts).get(provider);
  if (contract === undefined) throw impossible(`${provider} has no contract any more`);
  const [located = finding] = locateFindings([finding], contract.texts);
  return { finding: located, workspace, pair, contract, shelf };
}

function withUrl(workspace: Workspace, provider: string, url: string | undefined): Workspace {
  const system = workspace.systems.get(provider);
  if (url === undefined || system === undefined) return workspace;
  return { ...workspace, systems: new Map([...workspace.systems, [provider, { ...system, url: url.replace(/\/+$/, '') }]]) };
}

async function replayed(
  { finding, ...subject }: Subject,
  { header }: RecordedFinding,
  { io, callTimeoutMs }: { readonly io: ProcessIo; readonly callTimeoutMs: number | undefined },
): Promise<ReplayVerdict> {
  const { maxResponseTimeMs } = header.options;
  const choices = { seed: header.seed, maxResponseTimeMs };
  const world = await openPairWorld({ ...subject, env: io.env, cwd: io.cwd, choices, callTimeoutMs, signal: io.signal });
  try {
    return await replayFinding({ ...world.input, finding }, world.ports);
  } finally {
    await world.close();
  }
}

function writeVitest(target: string, { finding, contract, pair, workspace }: Subject, io: ProcessIo): ExitCode {
  if (finding.replay?.steps[0]?.event !== undefined)
    throw impossible('a finding about events has no Vitest file of its own; contractSuite tests the pair');
  const file = resolve(io.cwd, target);
  const isRemote = /^https?:/i.test(contract.file);
  const way = relative(dirname(file), resolve(io.cwd, contract.file)).split(sep).join('/');
  const url = workspace.systems.get(pair.provider)?.url;
  const contractFile = isRemote ? contract.file : way.startsWith('.') ? way : `./${way}`;
  const test = exportedTest({ finding, contract, pair, url: url === undefined ? undefined : withoutUser(url), contractFile });
  writeWholeFile(file, vitestFileFromTest(test));
  io.stdout(`${target}: run it with "npx vitest run ${target}", ${test.baseUrl.variable} set to where ${pair.provider} runs\n`);
  return 0;
}

/** A user and a password in an address are secrets. */
function withoutUser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

function impossible(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}
