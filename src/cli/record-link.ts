import { basename, extname, join, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { Usage } from '../compat/usage/usage.js';
import { pairFileName, usageFileName } from '../compat/usage/usage-file-name.js';
import { usageFromJson } from '../compat/usage/usage-from-json.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import { createDocumentPort } from '../host/document-port.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { choosePairs } from './choose-pairs.js';
import type { CommandInput } from './command.js';
import { textOption, wrongValue } from './option-values.js';
import { readingOptions } from './reading-options.js';
import { USAGE_FOLDER } from './usage-folder.js';

/** Who is recorded with whom. */
export interface RecordLink {
  readonly contract: Contract;
  readonly consumer: string;
  readonly provider: string;
  /** Where the provider is; `undefined` when nobody says. */
  readonly target: string | undefined;
  readonly usageFile: string;
  /** What the usage file has already: a wrong one is told before anything is recorded. */
  readonly knownUsage: Usage | undefined;
  /** Where all else goes. */
  readonly folder: string;
}

/**
 * The link that a command line means.
 *
 * @throws InputError `E_ARGUMENT_MISSING` when it does not say who or what, `E_USAGE_INVALID` when the usage file is none
 */
export async function readRecordLink(input: CommandInput): Promise<RecordLink> {
  const { options, io, positionals } = input;
  if (positionals.length > 0) throw wrongValue('record', positionals.join(' ').slice(0, 200), 'options only: --spec, --to and --consumer');
  const port = createDocumentPort(readingOptions(input));
  const named = await namedLink(input, port);
  const usageFile = resolve(io.cwd, textOption(options, 'usage') ?? USAGE_FOLDER, usageFileName(named));
  return {
    ...named,
    usageFile,
    knownUsage: await readKnownUsage(usageFile, port),
    folder: resolve(io.cwd, textOption(options, 'out') ?? join('.mortise/recordings', pairFileName(named))),
  };
}

type NamedLink = Pick<RecordLink, 'contract' | 'consumer' | 'provider' | 'target'>;

async function namedLink(input: CommandInput, port: DocumentPort): Promise<NamedLink> {
  const { options } = input;
  const workspaceFile = textOption(options, 'workspace');
  if (workspaceFile !== undefined) return linkOfPair(input, workspaceFile, port);
  const spec = textOption(options, 'spec');
  const consumer = textOption(options, 'consumer');
  if (spec === undefined) throw missing('record', '--spec <spec>, or --workspace <file>');
  if (consumer === undefined) throw missing('record', '--consumer <name>: whose calls they are');
  const contract = await readContract(spec, port);
  const provider =
    textOption(options, 'provider') ?? (contract.file === '-' ? 'provider' : basename(contract.file, extname(contract.file)));
  return { contract, consumer, provider, target: targetOf(textOption(options, 'to')) };
}

async function linkOfPair({ options, io }: CommandInput, file: string, port: DocumentPort): Promise<NamedLink> {
  const workspace = await readWorkspace(file, port, io.env);
  const name = textOption(options, 'pair');
  const [pair, ...others] = choosePairs(workspace, name === undefined ? [] : [name]);
  if (pair === undefined || others.length > 0) {
    const known = workspace.integrations.map(({ consumer, provider }) => `${consumer}:${provider}`);
    throw missing('record', `--pair, one of ${known.slice(0, 12).join(', ')}`);
  }
  const system = workspace.systems.get(pair.provider);
  const spec = system?.openapi ?? system?.asyncapi;
  if (spec === undefined) throw wrongValue('--pair', `${pair.consumer}:${pair.provider}`, 'a pair whose provider has a contract');
  const target = textOption(options, 'to') ?? system?.url;
  return { contract: await readContract(spec, port), consumer: pair.consumer, provider: pair.provider, target: targetOf(target) };
}

/** Only its origin counts: requests keep their own paths. */
function targetOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw wrongValue('--to', shownTarget(text, url), 'a URL like https://api.example.com, without credentials');
  if (url.pathname !== '/' || url.search !== '')
    throw wrongValue('--to', text.slice(0, 200), 'a URL without a path: requests keep their own');
  return url.origin;
}

/** As it was given, but for what may be a password. */
function shownTarget(text: string, url: URL | undefined): string {
  const shown = url === undefined || url.host === '' ? text : `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return shown.replace(/:.*@/, ':…@').slice(0, 200);
}

async function readKnownUsage(file: string, port: DocumentPort): Promise<Usage | undefined> {
  let text: string;
  try {
    text = await port.readText(file, undefined);
  } catch (error) {
    if (error instanceof InputError && error.code === 'E_FILE_NOT_FOUND') return undefined;
    throw error;
  }
  return usageFromJson(text, file);
}

/**
 * The error that something was not said.
 *
 * @param option - the command
 * @param value - what it needs
 */
export function missing(option: string, value: string): InputError {
  return new InputError({ code: 'E_ARGUMENT_MISSING', args: { option, value } });
}
