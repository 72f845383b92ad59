import { HostError, InputError } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { ProcessIo } from '../host/process-io.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import type { Completed, ExitCode } from './command.js';
import { COMMANDS } from './commands.js';
import type { CompletedCommand, CompletedOption, CompletionTable } from './completion-table.js';

/**
 * `mortise complete -- <words>`, which scripts of shells ask: prints the words that may stand in the place of the last one, each with what it
 * means behind a tab; `:files` and `:folders` ask the shell for paths. Whatever is wrong, it prints nothing.
 *
 * @param given - `--`, then the words up to the cursor, without the program's name; the last one is what is there of it
 */
export async function complete(given: readonly string[], io: ProcessIo): Promise<ExitCode> {
  const words = given[0] === '--' ? given.slice(1) : given;
  const current = words.at(-1) ?? '';
  const candidates = await candidatesFor(words.slice(0, -1), current, io);
  const shown = candidates.filter(([word]) => word.startsWith(':') || word.startsWith(current));
  io.stdout(shown.map(([word, help]) => `${word}${help === '' ? '' : `\t${help}`}\n`).join(''));
  return 0;
}

type Candidate = readonly [word: string, help: string];

async function candidatesFor(before: readonly string[], current: string, io: ProcessIo): Promise<readonly Candidate[]> {
  const [name, ...rest] = before;
  if (name === undefined || name === 'help') {
    const commands = [...COMMANDS].map(([command, { summary }]): Candidate => [command, summary]);
    return name === 'help' ? commands : [...commands, ['--help', 'All commands'], ['--version', 'The version']];
  }
  const command = (await tableFor(name, io))[name];
  if (command === undefined || rest.includes('--')) return [[':files', '']];
  const equals = current.startsWith('--') ? current.indexOf('=') : -1;
  if (equals !== -1) {
    const option = optionOf(current.slice(0, equals), command);
    const values = option?.value === undefined ? [] : await valuesOf(option.value, { before, io });
    return values.map(([word, help]) => (word.startsWith(':') ? [word, help] : [`${current.slice(0, equals)}=${word}`, help]));
  }
  const option = optionOf(rest.at(-1) ?? '', command);
  if (option?.value !== undefined) return valuesOf(option.value, { before, io });
  if (current.startsWith('-')) return command.options.map(({ word, help }): Candidate => [word, help]);
  const taken = command.takes[Math.min(positionalCount(rest, command), command.takes.length - 1)];
  return taken === undefined ? [] : valuesOf(taken, { before, io });
}

/** What the script was written with; by hand, the command is asked. */
async function tableFor(name: string, io: ProcessIo): Promise<CompletionTable> {
  const written = io.env['MORTISE_COMPLETION'];
  if (written !== undefined) return JSON.parse(Buffer.from(written, 'base64').toString('utf8')) as CompletionTable;
  const { completionTable } = await import('./completion-table.js');
  return completionTable(new Map([...COMMANDS].filter(([one]) => one === name)));
}

function optionOf(word: string, { options }: CompletedCommand): CompletedOption | undefined {
  return word.startsWith('-') ? options.find((option) => option.word === word || option.short === word) : undefined;
}

function positionalCount(words: readonly string[], command: CompletedCommand): number {
  return words.filter((word, index) => !word.startsWith('-') && optionOf(words[index - 1] ?? '', command)?.value === undefined).length;
}

interface Asked {
  readonly before: readonly string[];
  readonly io: ProcessIo;
}

async function valuesOf(completed: Completed, asked: Asked): Promise<readonly Candidate[]> {
  if (typeof completed !== 'string') return completed.map((word): Candidate => [word, '']);
  if (completed === 'file') return [[':files', '']];
  if (completed === 'folder') return [[':folders', '']];
  if (completed === 'nothing') return [];
  const root = await workspaceOf(asked);
  if (completed === 'system') return Object.keys(objectOf(root['systems'])).map((name): Candidate => [name, '']);
  if (completed === 'pair') return pairsOf(root);
  const names = await scenariosOf(root, asked);
  return [...names.map((name): Candidate => [name, '']), [':files', '']];
}

function pairsOf(root: JsonObject): readonly Candidate[] {
  const pairs = Array.isArray(root['integrations']) ? root['integrations'] : [];
  return pairs.filter(isJsonObject).map(({ consumer, provider }): Candidate => [`${String(consumer)}:${String(provider)}`, '']);
}

/** The names of the files that its patterns match. */
async function scenariosOf(root: JsonObject, { before, io }: Asked): Promise<readonly string[]> {
  const patterns = (Array.isArray(root['scenarios']) ? root['scenarios'] : []).filter((one) => typeof one === 'string');
  const file = workspaceFile(before);
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
  const { scenarioFilesOf } = await import('../host/scenario-files.js');
  try {
    const files = await scenarioFilesOf({ scenarios: patterns.map((pattern) => resolvedPath(folder, pattern)), file }, io.cwd);
    return files.map((path) => (path.split('/').at(-1) ?? path).split('.')[0] ?? path);
  } catch (error) {
    // A folder that is not there yet has no names.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Not judged, only looked at: who completes a word wants no errors, and soon. */
async function workspaceOf({ before, io }: Asked): Promise<JsonObject> {
  try {
    const file = workspaceFile(before);
    const { createDocumentPort } = await import('../host/document-port.js');
    const { parseDocument } = await import('../contract/document.js');
    const documents = createDocumentPort({ cwd: io.cwd, stdin: NOTHING, allowRemote: false, allowFiles: [] });
    const root: JsonValue = parseDocument(await documents.readText(file, undefined), file);
    return objectOf(root);
  } catch (error) {
    // There is none, or it is being written.
    if (error instanceof InputError || error instanceof HostError) return {};
    throw error;
  }
}

/** Of `--workspace`, else the first word that names a file of YAML or JSON. */
function workspaceFile(before: readonly string[]): string {
  const index = before.findIndex((word) => word === '--workspace' || word === '-w');
  const named = index === -1 ? before.find((word) => word.startsWith('--workspace='))?.slice('--workspace='.length) : before[index + 1];
  return named ?? before.slice(1).find((word) => /^[^-].*\.(?:ya?ml|json)$/i.test(word)) ?? 'mortise.yaml';
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const NOTHING: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) };
