import { InputError } from '../../base/errors.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseDocument } from '../../contract/document.js';
import type { SeenService } from './compose-services.js';
import { servicesOfCompose } from './compose-services.js';
import type { SeenPackage } from './package-program.js';
import { programOfPackage } from './package-program.js';
import { baseOf, folderOf } from './paths.js';
import type { Repository, RepositoryFile, Unread } from './repository.js';
import { isExampleOfSettings } from './repository.js';
import type { Setting } from './settings.js';
import { settingsFromText } from './settings.js';

/** What a repository shows of systems and of who calls whom, each in the order of the paths. */
export interface Sightings {
  /** OpenAPI and AsyncAPI documents, also those that cannot be parsed. */
  readonly contracts: readonly SeenContract[];
  /** JSON Schemas, by path. */
  readonly schemas: readonly RepositorySchema[];
  readonly packages: readonly SeenPackage[];
  readonly pacts: readonly SeenPact[];
  readonly services: readonly SeenService[];
  readonly settings: readonly SeenSettings[];
  /** Arazzo documents. */
  readonly scenarios: readonly string[];
  /** Other workspaces than that of the top. */
  readonly workspaces: readonly string[];
  /** Files that look as if they said something, and cannot be read. */
  readonly unread: readonly Unread[];
}

export interface SeenContract {
  readonly path: string;
  readonly kind: 'openapi' | 'asyncapi';
  readonly title: string | undefined;
}

export interface RepositorySchema {
  readonly path: string;
  /** The members that it speaks of. */
  readonly members: readonly string[];
}

export interface SeenPact {
  readonly path: string;
  readonly consumer: string;
  readonly provider: string;
  readonly text: string;
}

/** The example of a program's settings. */
export interface SeenSettings {
  readonly path: string;
  readonly folder: string;
  readonly settings: readonly Setting[];
}

/**
 * What the files of a repository are, by their content.
 *
 * @param repository - as read
 */
export function lookAtRepository(repository: Repository): Sightings {
  const seen: Seeing = {
    contracts: [],
    schemas: [],
    packages: [],
    pacts: [],
    services: [],
    settings: [],
    scenarios: [],
    workspaces: [],
    unread: [...repository.unread],
  };
  for (const file of repository.files) {
    const { path, text } = file;
    if (isExampleOfSettings(baseOf(path))) {
      seen.settings.push({ path, folder: folderOf(path), settings: settingsFromText(text) });
      continue;
    }
    const root = rootOf(file, seen);
    if (root !== undefined) note(root, file, seen);
  }
  return seen;
}

type Seeing = { readonly [Kind in keyof Sightings]: Sightings[Kind][number][] };

function note(root: JsonObject, { path, text }: RepositoryFile, seen: Seeing): void {
  const kind = kindOfContract(root);
  if (kind !== undefined) seen.contracts.push({ path, kind, title: titleOf(root) });
  else if (baseOf(path) === 'package.json') seen.packages.push(programOfPackage(root, path));
  else if (isPact(root)) seen.pacts.push({ path, text, consumer: nameIn(root['consumer']), provider: nameIn(root['provider']) });
  else if (root['arazzo'] !== undefined) seen.scenarios.push(path);
  else if (isWorkspace(root)) seen.workspaces.push(path);
  else if (isSchema(root)) seen.schemas.push({ path, members: Object.keys(isJsonObject(root['properties']) ? root['properties'] : {}) });
  else seen.services.push(...servicesOfCompose(root, path));
}

/** Templates of other tools look like YAML and are none: only what was meant as a contract, a pact or a package is told of. */
function rootOf({ path, text }: RepositoryFile, seen: Seeing): JsonObject | undefined {
  try {
    const root = parseDocument(text, path);
    return isJsonObject(root) ? root : undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [, kind] = MEANT_AS_CONTRACT.exec(text) ?? [];
    if (kind !== undefined) seen.contracts.push({ path, kind: kind === 'asyncapi' ? 'asyncapi' : 'openapi', title: undefined });
    else if (baseOf(path) === 'package.json' || /(?:^|[-.])compose\b/.test(baseOf(path)))
      seen.unread.push({ path, reason: 'cannot be parsed' });
    return undefined;
  }
}

function kindOfContract(root: JsonObject): SeenContract['kind'] | undefined {
  const isVersion = (value: JsonValue | undefined): boolean =>
    /^[1-9](?:\.\d|$)/.test(typeof value === 'number' ? String(value) : textOf(value));
  if (isVersion(root['asyncapi'])) return 'asyncapi';
  return isVersion(root['openapi']) || isVersion(root['swagger']) ? 'openapi' : undefined;
}

function titleOf(root: JsonObject): string | undefined {
  const info = root['info'];
  const title = isJsonObject(info) ? info['title'] : undefined;
  return typeof title === 'string' && title.trim() !== '' ? title : undefined;
}

function isPact(root: JsonObject): boolean {
  const hasContent = Array.isArray(root['interactions']) || Array.isArray(root['messages']);
  return hasContent && nameIn(root['consumer']) !== '' && nameIn(root['provider']) !== '';
}

function nameIn(party: JsonValue | undefined): string {
  return isJsonObject(party) ? textOf(party['name']) : '';
}

function isWorkspace(root: JsonObject): boolean {
  return isJsonObject(root['systems']) && Object.keys(root).every((key) => key.startsWith('x-') || WORKSPACE_KEYS.has(key));
}

function isSchema(root: JsonObject): boolean {
  return (
    textOf(root['$schema']).includes('json-schema.org') &&
    ['properties', 'allOf', 'oneOf', 'anyOf', '$ref', 'type'].some((key) => root[key] !== undefined)
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

const MEANT_AS_CONTRACT = /^\uFEFF?(?:\{\s*)?["']?(openapi|swagger|asyncapi)["']?[ \t]*:[ \t]*["']?[1-9]/m;
const WORKSPACE_KEYS: ReadonlySet<string> = new Set([
  '$schema',
  'description',
  'systems',
  'integrations',
  'scenarios',
  'models',
  'transformations',
  'triggers',
]);
