import type { JudgedContract } from './judge-contracts.js';
import { baseOf, folderOf } from './paths.js';

/**
 * The name that the path of a contract gives its system: of its file, or of the folder when the file is only called `openapi.yaml`; then its title.
 *
 * @param contract - at its path
 * @returns `undefined` when nothing says more than what kind of file it is
 */
export function nameOfContract({ path, kind, title }: Pick<JudgedContract, 'path' | 'kind' | 'title'>): string | undefined {
  const file = baseOf(path).replace(/\.(?:json|ya?ml)$/i, '');
  const parts = [
    ...folderOf(path).split('/'),
    kind === 'schemas' ? baseOf(path) : file.replace(/[._-]?(?:openapi|swagger|asyncapi|spec)$/i, ''),
  ];
  const telling = parts.reverse().find((part) => part !== '' && !isGeneric(part));
  if (telling !== undefined) return telling;
  const slug = title
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug === '' ? undefined : slug;
}

/**
 * The version that a folder of the path names: `v2`.
 *
 * @param path - of a contract
 */
export function versionInPath(path: string): string | undefined {
  return path.split(/[/.]/).findLast((part) => VERSION.test(part));
}

function isGeneric(part: string): boolean {
  return VERSION.test(part) || GENERIC.has(part.toLowerCase()) || !/[A-Za-z0-9]/.test(part);
}

const VERSION = /^v?\d+(?:[._-]\d+)*$/i;
const GENERIC: ReadonlySet<string> = new Set([
  'api',
  'api-docs',
  'apis',
  'app',
  'apps',
  'asyncapi',
  'channels',
  'config',
  'contract',
  'contracts',
  'definition',
  'definitions',
  'design',
  'doc',
  'docs',
  'events',
  'index',
  'json',
  'json-schema',
  'lib',
  'main',
  'messages',
  'openapi',
  'openapi3',
  'packages',
  'public',
  'reference',
  'resources',
  'root',
  'schema',
  'schemas',
  'services',
  'spec',
  'specification',
  'specs',
  'src',
  'static',
  'swagger',
  'swagger-ui',
  'topics',
  'yaml',
]);
