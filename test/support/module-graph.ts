import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';

/** One TypeScript module and what it imports, types and dynamic imports too. */
export interface Module {
  /** Relative to the folder that was read, with `/`: `mock/router.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
}

export type Import =
  | { readonly kind: 'module'; readonly path: string; readonly line: number }
  | { readonly kind: 'package'; readonly name: string; readonly line: number }
  /** A dynamic import of something other than a plain string: nobody can check where it leads. */
  | { readonly kind: 'unreadable'; readonly text: string; readonly line: number };

/**
 * The modules below a folder, sorted by path.
 *
 * @param folder - absolute
 */
export function readModules(folder: string): readonly Module[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => `${entry.parentPath}${sep}${entry.name}`)
    .map((file) => moduleFromText(relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/**
 * One module and its imports, in the order of the text.
 *
 * @param path - relative, with `/`
 * @param text - TypeScript
 */
export function moduleFromText(path: string, text: string): Module {
  const code = withoutComments(text);
  const imports = [...code.matchAll(IMPORT_PATTERN)].map((match) => {
    const line = code.slice(0, match.index).split('\n').length;
    const specifier = match.groups?.['from'] ?? match.groups?.['bare'] ?? match.groups?.['dynamic'];
    return specifier === undefined ? ({ kind: 'unreadable', text: match[0], line } as const) : importFromSpecifier(path, specifier, line);
  });
  return { path, imports };
}

/**
 * The circles of a graph of modules, each as the paths along it; empty when there is none.
 *
 * @param modules - as `readModules` gives them
 */
export function circles(modules: readonly Module[]): readonly (readonly string[])[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const next of byPath.get(path)?.imports ?? []) if (next.kind === 'module') visit(next.path, [...trail, path]);
    done.add(path);
  };
  for (const module of modules) visit(module.path, []);
  return found;
}

function importFromSpecifier(path: string, specifier: string, line: number): Import {
  if (!specifier.startsWith('.')) return { kind: 'package', name: specifier, line };
  const target = posix
    .join(posix.dirname(path), specifier)
    .replace(/\.js$/, '.ts')
    .replace(/\.mjs$/, '.mts');
  return { kind: 'module', path: target, line };
}

/** Statements of import and re-export, imports for their effect, `import(…)` and `require(…)`. Formatted code: a statement begins its line. */
const IMPORT_PATTERN =
  /^[ \t]*(?:import|export)\b(?:[\w\s{},*$]*)\bfrom\s*(?:'(?<from>[^']+)'|"[^"]*")|^[ \t]*import\s*'(?<bare>[^']+)'|(?<![\w.$])(?:import|require)\s*\(\s*(?:'(?<dynamic>[^']+)'\s*[,)])?/gm;

/** The same text with comments blanked, lines kept. A comment follows a space or begins its line: what else looks like one is part of a string, as in `http://`. */
function withoutComments(text: string): string {
  return text.replace(/(?<=^|\s)(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}
