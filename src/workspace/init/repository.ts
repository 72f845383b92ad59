/** What is in a folder, as far as it says something of systems: the text of each file that was kept. */
export interface Repository {
  /** Of the folder. */
  readonly name: string;
  /** By path. */
  readonly files: readonly RepositoryFile[];
  /** What could not be looked at, by path. */
  readonly unread: readonly Unread[];
  readonly seenFileCount: number;
  /** Whether there is more than was looked at. */
  readonly isCut: boolean;
}

export interface RepositoryFile {
  /** From the top, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

/** A file or folder that could not be looked at. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/**
 * Whether a file of this name may say something of systems. Files of real settings (`.env`) are not for us to read: they hold secrets.
 *
 * @param name - without its folder
 */
export function isWantedName(name: string): boolean {
  return isExampleOfSettings(name) || (/\.(?:json|ya?ml)$/i.test(name) && !LOCK_FILES.has(name));
}

/**
 * Whether a file shows the settings of a program without having them.
 *
 * @param name - without its folder
 */
export function isExampleOfSettings(name: string): boolean {
  return /^(?:\.?env\.(?:example|sample|template|dist)|example\.env)$/i.test(name);
}

/**
 * Whether a text says something of systems, by its content: cheap, and with no harm when it is wrong.
 *
 * @param file - of a wanted name
 */
export function isWantedText({ path, text }: RepositoryFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'package.json' || isExampleOfSettings(name) || MARKS.some((mark) => mark.test(text));
}

/** Folders that hold what others made. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.hg',
  '.svn',
  '.mortise',
  '.next',
  '.nuxt',
  '.turbo',
  '.venv',
  '__pycache__',
  'build',
  'coverage',
  'dist',
  'out',
  'target',
  'vendor',
  'venv',
]);

const LOCK_FILES: ReadonlySet<string> = new Set(['package-lock.json', 'pnpm-lock.yaml', 'npm-shrinkwrap.json', 'composer.lock']);

/** Contracts, scenarios, workspaces and compose files by a root key, which stands at the beginning of a line or after a brace or a comma; schemas; pacts. */
const MARKS: readonly RegExp[] = [
  /(?:^|[\n{,])[ \t\r\uFEFF]*["']?(?:openapi|swagger|asyncapi|arazzo|systems|services|\$schema)["']?[ \t]*:/,
  /"(?:interactions|messages)"\s*:/,
];
