import { join, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { textFromPact } from '../compat/pact/json-from-pact.js';
import { pactFromJournal } from '../compat/pact/pact-from-journal.js';
import type { Pact, PactState } from '../compat/pact/pact.js';
import { createDocumentPort } from '../host/document-port.js';
import { writeWholeFile } from '../host/whole-file.js';
import type { RunJournal } from '../journal/run-journal.js';
import { runJournalFromLines } from '../journal/run-journal-lines.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { textOption } from './option-values.js';
import type { PactContracts } from './pact-contracts.js';
import { pactContracts } from './pact-contracts.js';
import { readingOptions } from './reading-options.js';

/**
 * `mortise pact write`: the pacts that a journal shows, a file for each pair that met in it.
 *
 * @param input - the one positional is a journal
 * @throws InputError `E_ARGUMENT_MISSING` when neither a workspace nor `--consumer` and `--provider` say whose pact it is
 */
export async function writePacts(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const [file] = positionals;
  if (file === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact write', value: 'a journal' } });
  const port = createDocumentPort({ ...readingOptions(input), maxBytes: MAX_JOURNAL_BYTES });
  const contracts = await pactContracts(input, port);
  const journal = runJournalFromLines(await port.readText(file, undefined), file);
  const folder = textOption(options, 'output') ?? 'pacts';
  const written: { readonly file: string; readonly pact: Pact }[] = [];
  for (const pair of pairsOf(input, contracts.workspace)) {
    const pact = await pactOf(isOnlyConsumer(pair, input, contracts.workspace) ? journal : withKnownConsumers(journal), pair, contracts);
    if (pact.interactions.length === 0) continue;
    const target = join(folder, `${fileName(pact.consumer)}-${fileName(pact.provider)}.json`);
    writeWholeFile(resolve(io.cwd, target), textFromPact(pact));
    written.push({ file: target, pact });
  }
  const told = written.map(({ file: target, pact }) => ({
    file: target,
    consumer: pact.consumer,
    provider: pact.provider,
    interactionCount: pact.interactions.length,
  }));
  if (options['json'] === true) io.stdout(`${JSON.stringify({ pacts: told })}\n`);
  else if (told.length === 0) io.stdout('The journal shows no interaction that keeps its contract; no pact is written.\n');
  else io.stdout(told.map((one) => `${one.file}: ${one.interactionCount} interactions of ${one.consumer} with ${one.provider}\n`).join(''));
  return 0;
}

interface PairName {
  readonly consumer: string;
  readonly provider: string;
}

function pairsOf({ options }: CommandInput, workspace: Workspace | undefined): readonly PairName[] {
  const consumer = textOption(options, 'consumer');
  const provider = textOption(options, 'provider');
  if (consumer !== undefined && provider !== undefined) return [{ consumer, provider }];
  if (workspace === undefined) {
    const args = { option: 'pact write', value: 'whose pact it is: --consumer and --provider, or a --workspace' };
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args });
  }
  return workspace.integrations.filter(
    (pair) =>
      (consumer ?? pair.consumer) === pair.consumer &&
      (provider ?? pair.provider) === pair.provider &&
      hasContract(workspace, pair.provider),
  );
}

/** Calls of nobody in particular belong to the pair that was asked for, or to the only one there is. */
function isOnlyConsumer({ provider }: PairName, { options }: CommandInput, workspace: Workspace | undefined): boolean {
  if (workspace === undefined || textOption(options, 'consumer') !== undefined) return true;
  return workspace.integrations.filter((pair) => pair.provider === provider).length === 1;
}

function withKnownConsumers(journal: RunJournal): RunJournal {
  return { ...journal, exchanges: journal.exchanges.filter(({ consumer }) => consumer !== undefined) };
}

function hasContract(workspace: Workspace, provider: string): boolean {
  const system = workspace.systems.get(provider);
  return (system?.openapi ?? system?.asyncapi) !== undefined;
}

async function pactOf(journal: RunJournal, { consumer, provider }: PairName, contracts: PactContracts): Promise<Pact> {
  const pair = contracts.workspace?.integrations.find((one) => one.consumer === consumer && one.provider === provider);
  const states = new Map<string, readonly PactState[]>(
    [...(pair?.fixtures ?? [])].map(([operation, fixture]) => [operation, fixture.states]),
  );
  const all = await contracts.of(provider);
  const pacts = all.map((contract) => {
    const names = new Set(
      [...contract.securitySchemes.values()].flatMap((scheme) => (scheme.kind === 'apiKey' ? [scheme.name.toLowerCase()] : [])),
    );
    return pactFromJournal(journal, contract, { consumer, provider, states, secrets: { names, values: [] } });
  });
  const [first, ...others] = pacts;
  const none: Pact = { file: '', specification: '4', consumer, provider, interactions: [], metadata: {} };
  return first === undefined ? none : { ...first, interactions: [first, ...others].flatMap(({ interactions }) => interactions) };
}

/** A name that is one file everywhere. */
function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
}

const MAX_JOURNAL_BYTES = 256 * 1024 * 1024;
