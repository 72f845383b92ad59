import { basename, dirname } from 'node:path';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { modelsFromJson } from './models-from-json.js';
import { triggerFromJson } from './event-trigger.js';
import { mockEventFromJson } from './mock-event.js';
import { mockTokensFromJson } from './mock-tokens.js';
import { mockStreamsFromJson } from './mock-streams.js';
import { callbackRuleFromJson, webhookRuleFromJson } from './mock-webhooks.js';
import { pairFromJson } from './pair-from-json.js';
import { referenceProblems } from './reference-problems.js';
import { isRemoteUrl, resolvedPath } from './resolved-path.js';
import type { Environment } from './substitute-variables.js';
import { substituteVariables } from './substitute-variables.js';
import { transformationsFromJson } from './transformations-from-json.js';
import type { System, Workspace } from './workspace.js';
import { errorFromProblems } from './workspace-problem.js';
import { shapeProblems } from './workspace-shape.js';

/**
 * The workspace of a `mortise.yaml`, or of a contract that stands alone (an OpenAPI or AsyncAPI document, a schema, a folder of schemas): one provider, and one consumer named `client`.
 * Contracts are not read yet, so names of operations and parameters are not checked yet (see `assertKnownNames`).
 *
 * @param file - path, as the user gave it
 * @param port - reads the file
 * @param env - the variables that `${NAME}` means
 * @throws InputError `E_WORKSPACE_INVALID` at the first wrong key or value, the others in `args.more`; `E_DOCUMENT_SYNTAX`, `E_FILE_NOT_FOUND`
 */
export async function readWorkspace(file: string, port: DocumentPort, env: Environment): Promise<Workspace> {
  if ((await port.listFiles?.(file)) !== undefined) return workspaceFromContractFile(file, 'asyncapi');
  const text = await port.readText(file, undefined);
  const start = CONTRACT_START.exec(text.slice(0, SNIFFED_CHARACTER_COUNT))?.[1];
  if (start !== undefined) return workspaceFromContractFile(file, start === 'asyncapi' ? 'asyncapi' : 'openapi');
  const written = parseDocument(text, file);
  if (!isMeantAsWorkspace(written, file)) return workspaceFromContractFile(file, kindOfContract(written));
  const { value, problems } = substituteVariables(written, env);
  const told = new Set(problems.map(({ pointer }) => pointer));
  const wrong = [...problems, ...(await shapeProblems(value, told))];
  if (wrong.length > 0 || !isJsonObject(value)) throw await errorFromProblems(file, text, wrong);
  const workspace = workspaceFromJson(value, file, text);
  const dangling = referenceProblems(workspace);
  if (dangling.length > 0) throw await errorFromProblems(file, text, dangling);
  return workspace;
}

/** Whatever else it is, reading it as a contract says so best: a schema, a list, a lone text. */
function isMeantAsWorkspace(written: JsonValue, file: string): boolean {
  if (isJsonObject(written) && WORKSPACE_KEYS.some((key) => written[key] !== undefined)) return true;
  const isContract = isJsonObject(written) && CONTRACT_KEYS.some((key) => written[key] !== undefined);
  return !isContract && /(?:^|[/.])mortise\.ya?ml$/.test(file);
}

/** Schemas alone describe events. */
function kindOfContract(written: JsonValue): ContractKind {
  const isOpenApi = !isJsonObject(written) || ['openapi', 'swagger'].some((key) => written[key] !== undefined);
  const isEvents = isJsonObject(written) && EVENT_KEYS.some((key) => written[key] !== undefined);
  return isEvents && !isOpenApi ? 'asyncapi' : 'openapi';
}

/** Which of a system's contracts a file is: of its operations, or of its events. */
type ContractKind = 'openapi' | 'asyncapi';

/**
 * The workspace of one contract: its system is named as the file, without `.yaml` and `.openapi`, and is called by `client`.
 *
 * @param file - path or URL of an OpenAPI document, of an AsyncAPI document or schemas, or `-`
 * @param kind - which of the two it is
 */
export function workspaceFromContractFile(file: string, kind: ContractKind = 'openapi'): Workspace {
  const name = nameFromFile(file);
  const system: System = { ...EMPTY_SYSTEM, name, [kind]: file };
  return {
    file,
    text: '',
    folder: isRemoteUrl(file) || file === '-' ? '.' : dirname(file),
    systems: new Map([[name, system]]),
    integrations: [pairFromJson({ consumer: 'client', provider: name }, '', '.')],
    scenarios: [],
  };
}

function workspaceFromJson(root: JsonObject, file: string, text: string): Workspace {
  const folder = dirname(file);
  const systems = Object.entries(objectOf(root['systems'])).map(([name, value]) => systemFromJson(name, objectOf(value), folder));
  return {
    file,
    text,
    folder,
    systems: new Map(systems.map((system) => [system.name, system])),
    integrations: listOf(root['integrations']).map((pair, index) => pairFromJson(objectOf(pair), `/integrations/${index}`, folder)),
    scenarios: listOf(root['scenarios']).map((path) => resolvedPath(folder, String(path))),
    models: modelsFromJson(root['models']),
    transformations: transformationsFromJson(root['transformations'], folder),
    triggers: listOf(root['triggers']).map((trigger, index) => triggerFromJson(objectOf(trigger), `/triggers/${index}`)),
  };
}

function systemFromJson(name: string, value: JsonObject, folder: string): System {
  const path = (key: string): string | undefined => (value[key] === undefined ? undefined : resolvedPath(folder, String(value[key])));
  const text = (key: string): string | undefined => (value[key] === undefined ? undefined : String(value[key]));
  const mock = objectOf(value['mock']);
  return {
    name,
    pointer: `/systems/${name}`,
    openapi: path('openapi'),
    asyncapi: path('asyncapi'),
    url: text('url')?.replace(/\/+$/, ''),
    broker: text('broker'),
    mockTokens: tokensOf(mock['tokens'], folder),
    mockVerifies: mock['verify'] === true,
    mockState: stateOf(mock, folder),
    mockEvents: listOf(mock['events']).map((event) => mockEventFromJson(objectOf(event))),
    mockStreams: mock['streams'] === undefined ? undefined : mockStreamsFromJson(objectOf(mock['streams'])),
    mockWebhooks: listOf(mock['webhooks']).map((webhook) => webhookRuleFromJson(objectOf(webhook))),
    mockCallbacks: mock['callbacks'] === undefined ? undefined : callbackRuleFromJson(objectOf(mock['callbacks'])),
    start: text('start'),
    module: path('module'),
    health: text('health'),
    port: value['port'] === undefined ? undefined : Number(value['port']),
    env: Object.fromEntries(Object.entries(objectOf(value['env'])).map(([key, held]) => [key, String(held)])),
  };
}

function stateOf({ stateful, seed }: JsonObject, folder: string): System['mockState'] {
  const seedFile = seed === undefined ? undefined : resolvedPath(folder, String(seed));
  if (stateful === undefined && seedFile === undefined) return undefined;
  return { isKept: stateful !== false, seedFile };
}

function tokensOf(value: JsonValue | undefined, folder: string): System['mockTokens'] {
  if (value === undefined || value === false) return value;
  return mockTokensFromJson(objectOf(value), (path) => resolvedPath(folder, path));
}

function nameFromFile(file: string): string {
  if (file === '-') return 'stdin';
  const name = basename(file)
    .replace(/\.(json|ya?ml)$/i, '')
    .replace(/[.-](openapi|swagger|asyncapi|schema)$/i, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-');
  return name === '' ? 'provider' : name;
}

/** The shape was checked before: what is no object was left empty (`mobile:` with nothing after it). */
function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

const EMPTY_SYSTEM: Omit<System, 'name'> = {
  pointer: '',
  openapi: undefined,
  asyncapi: undefined,
  url: undefined,
  broker: undefined,
  start: undefined,
  module: undefined,
  health: undefined,
  port: undefined,
  env: {},
};
const WORKSPACE_KEYS = ['systems', 'integrations', 'scenarios'];
/** A root key that only a contract has; a large document need not be parsed twice to see it. */
const CONTRACT_START = /^\uFEFF?\s*(?:\{\s*)?["']?(openapi|swagger|asyncapi)["']?\s*:/;
const CONTRACT_KEYS = ['openapi', 'swagger', 'asyncapi'];
const EVENT_KEYS = ['asyncapi', '$schema', 'properties', 'allOf', 'oneOf', 'anyOf', '$defs', 'definitions'];
const SNIFFED_CHARACTER_COUNT = 4_096;
