/** One fenced block of a README that is run: its language, its text and what is promised about it. */
export interface Example {
  /** The heading it stands under. */
  readonly section: string;
  readonly language: 'sh' | 'ts' | 'yaml';
  readonly text: string;
  /** From 1, of the fence that opens it. */
  readonly line: number;
  /** From `<!-- exit code N -->` on the line before the fence; 0 without it. */
  readonly exitCode: number;
  /** The `text` block that follows at once: what is printed, `…` standing for anything. */
  readonly output: string | undefined;
}

interface Fence {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
}

const EXECUTED: readonly string[] = ['sh', 'ts', 'yaml'];

/**
 * The examples of a README in their order. Blocks of another language (`bash`, `text`) are not run.
 *
 * @param markdown - the whole text
 */
export function examplesFromReadme(markdown: string): readonly Example[] {
  const lines = markdown.split('\n');
  const fences = fencesOf(lines);
  return fences.flatMap((fence, index) => {
    if (!EXECUTED.includes(fence.language)) return [];
    const next = fences[index + 1];
    const isOutput = next?.language === 'text' && lines.slice(fence.endLine, next.line - 1).every((line) => line.trim() === '');
    return [
      {
        section: sectionAt(lines, fence.line),
        language: fence.language as Example['language'],
        text: fence.text,
        line: fence.line,
        exitCode: Number(lines[fence.line - 2]?.match(/<!-- exit code (\d+) -->/)?.[1] ?? 0),
        output: isOutput ? next.text : undefined,
      },
    ];
  });
}

/**
 * The first promised line that was not printed, in order; `undefined` when all were.
 *
 * @param promised - lines in which `…` stands for anything
 * @param printed - the whole output
 */
export function missingLine(promised: string, printed: string): string | undefined {
  const rest = printed.split('\n').map((line) => line.trim());
  for (const line of promised.split('\n').map((one) => one.trim())) {
    if (line === '' || line === '…') continue;
    const pattern = new RegExp(`^${line.split('…').map(escaped).join('.*')}$`);
    const at = rest.findIndex((one) => pattern.test(one));
    if (at === -1) return line;
    rest.splice(0, at + 1);
  }
  return undefined;
}

function fencesOf(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = [];
  let openedAt = -1;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('```')) continue;
    if (openedAt === -1) {
      openedAt = index;
      continue;
    }
    const language = lines[openedAt]?.slice(3).trim() ?? '';
    fences.push({ language, text: lines.slice(openedAt + 1, index).join('\n'), line: openedAt + 1, endLine: index + 1 });
    openedAt = -1;
  }
  return fences;
}

function sectionAt(lines: readonly string[], line: number): string {
  const heading = lines.slice(0, line).findLast((one) => one.startsWith('#') && !one.startsWith('#!'));
  return heading?.replace(/^#+\s*/, '') ?? '';
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
