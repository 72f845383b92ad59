import fc from 'fast-check';
import type { Token, Tokens } from 'marked';
import { lexer } from 'marked';
import { describe, expect, it } from 'vitest';
import { deploymentOrder } from '../../../src/report/compat/deployment-order.js';
import type { DocFile } from '../../../src/report/docs/doc-file.js';
import { DOC_MARK } from '../../../src/report/docs/doc-file.js';
import { docPairs } from '../../../src/report/docs/doc-pairs.js';
import { docsFromReport } from '../../../src/report/docs/docs-from-report.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { anyRunReport } from '../../support/run-report.js';

const sample = (): RunReport =>
  fc.sample(anyRunReport({ text: fc.stringMatching(/^[a-z]{3,8}$/) }), { seed: 5, numRuns: 1 })[0] as RunReport;

describe('docsFromReport', () => {
  it('makes valid Markdown of any report, of our own headings, tables, lists, code and links only', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const docs = docsFromReport(report, report);
        const paths = new Set(docs.map(({ path }) => path));
        expect(new Set(docs.map(({ path }) => path.toLowerCase())).size).toBe(docs.length);
        for (const { path, text } of docs) {
          expect(path).toMatch(/^(?:pairs\/)?[A-Za-z0-9_.-]+\.(?:md|mmd)$/);
          expect(text.split('\n', 1)[0]).toContain(DOC_MARK);
          expect(text.endsWith('\n')).toBe(true);
          if (path.endsWith('.md')) expectOwnMarkdown({ path, text }, paths);
        }
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('makes Mermaid source of any report, of which each line is a node or an arrow between nodes', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const [mark = '', first = '', ...lines] = textOf(docsFromReport(report), 'architecture.mmd').trimEnd().split('\n');
        expect([mark.startsWith('%% '), first]).toEqual([true, 'flowchart LR']);
        const nodes = lines.flatMap((line) => NODE.exec(line)?.[1] ?? []);
        const arrows = lines.flatMap((line) => (ARROW.exec(line) === null ? [] : [line]));
        expect(nodes.length + arrows.length).toBe(lines.length);
        expect(new Set(nodes).size).toBe(nodes.length);
        for (const arrow of arrows) {
          const [, from = '', to = ''] = ARROW.exec(arrow) ?? [];
          expect(nodes).toEqual(expect.arrayContaining([from, to]));
        }
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('is the same for the same report, also once it was written and read back', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        expect(docsFromReport(JSON.parse(JSON.stringify(report)) as RunReport)).toEqual(docsFromReport(report));
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  it('changes only what names the run and its figures when a later run came to the same', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const later: RunReport = {
          ...report,
          run: { ...report.run, id: 'later', seed: 'other', startedAtMs: report.run.startedAtMs + 86_400_000, durationMs: 7 },
          tests: report.tests.map((test) =>
            test.kind === 'tested' ? { ...test, requestCount: test.requestCount + 1, durationMs: test.durationMs + 1 } : test,
          ),
          scenarios: report.scenarios.map((scenario) => ({ ...scenario, startedAtMs: 5, durationMs: 9 })),
        };
        const before = new Map(docsFromReport(report).map(({ path, text }) => [path, text]));
        const changed = docsFromReport(later).filter(({ path, text }) => before.get(path) !== text);
        expect(changed.map(({ path }) => path)).toEqual(expect.arrayContaining(['integration-status.md', 'evidence.md']));
        expect(changed).toHaveLength(2);
        expect(textOf(docsFromReport(later, report), 'changes.md')).toContain('Nothing changed.');
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('ticks nothing that the run did not prove: neither a mock, nor a part that did not run', () => {
    const report = sample();
    const silent: RunReport = {
      ...report,
      run: { ...report.run, parts: [] },
      tests: report.tests.map((test) => (test.kind === 'tested' ? { ...test, providerKind: 'mock' } : test)),
      scenarios: [],
      transformations: [],
    };
    const texts = docsFromReport(silent)
      .filter(({ path }) => path !== 'integration-status.md')
      .map(({ text }) => text);
    expect(texts.join('')).not.toContain('✓');
    expect(textOf(docsFromReport(silent), 'integration-status.md').replace('A tick (✓)', '')).not.toContain('✓');
  });

  it('says which systems and operations came and went', () => {
    const report = sample();
    const [first, ...others] = report.workspace.systems;
    const newer = { ...report, workspace: { ...report.workspace, systems: others } };
    expect(textOf(docsFromReport(newer, report), 'changes.md')).toContain(`\`${first?.name}\` is gone`);
    expect(textOf(docsFromReport(report, newer), 'changes.md')).toContain(`\`${first?.name}\` is new`);
  });

  it('calls a finding gone only when the part that found it came to its end', () => {
    const report = fc.sample(anyRunReport({ minFindingCount: 4 }), { seed: 9, numRuns: 1 })[0] as RunReport;
    const over = { ...report, findings: [], run: { ...report.run, isComplete: true, stopped: false as const } };
    expect(textOf(docsFromReport(over, report), 'changes.md')).toContain('## Gone findings');
    expect(textOf(docsFromReport({ ...over, run: { ...over.run, isComplete: false } }, report), 'changes.md')).not.toContain(
      '## Gone findings',
    );
    expect(textOf(docsFromReport({ ...over, run: { ...over.run, parts: [] } }, report), 'changes.md')).not.toContain('## Gone findings');
  });
});

describe('deploymentOrder', () => {
  it('puts each system after those that go before it, and tells those that wait for each other', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const contract = fc.record({
      provider: name,
      deployment: fc.constantFrom('provider-first', 'consumers-first', 'any-order', 'none' as const),
      consumer: name,
    });
    fc.assert(
      fc.property(fc.array(contract, { maxLength: 6 }), (drawn) => {
        const contracts = drawn.map(({ provider, deployment, consumer }) => ({
          provider,
          deployment,
          kind: 'openapi' as const,
          isUnchanged: false,
          verdict: 'breaking' as const,
          semver: 'major' as const,
          consumers: [{ consumer, verdict: 'breaks' as const, interactionCount: 1 }],
          unwatched: [],
          findingIds: [],
          accepted: [],
        }));
        const { steps, circular } = deploymentOrder({ contracts, findingIds: [] }, []);
        const stepOf = (system: string): number => steps.findIndex((step) => step.includes(system));
        for (const { provider, deployment, consumer } of drawn) {
          if (deployment === 'any-order' || deployment === 'none' || provider === consumer) continue;
          const [first, then] = deployment === 'provider-first' ? [provider, consumer] : [consumer, provider];
          if (!circular.includes(then)) expect(stepOf(first)).toBeLessThan(stepOf(then));
          expect(stepOf(first) >= 0 || circular.includes(first)).toBe(true);
        }
        const all = [...steps.flat(), ...circular];
        expect(new Set(all).size).toBe(all.length);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

it('has a pair of each link that only a scenario knows', () => {
  const report = sample();
  const links = report.scenarios.flatMap((scenario) => scenario.links);
  expect(docPairs({ ...report, workspace: { ...report.workspace, pairs: [] }, tests: [] })).toHaveLength(
    new Set(links.map(({ consumer, provider }) => JSON.stringify([consumer, provider]))).size,
  );
});

function textOf(docs: readonly DocFile[], path: string): string {
  return docs.find((doc) => doc.path === path)?.text ?? '';
}

function expectOwnMarkdown({ path, text }: DocFile, paths: ReadonlySet<string>): void {
  const [mark, ...tokens] = lexer(text);
  expect(mark?.type).toBe('html');
  const all = flat(tokens);
  expect(all.filter(({ type }) => !KNOWN_TOKENS.includes(type)).map(({ type, raw }) => `${path}: ${type} ${raw}`)).toEqual([]);
  for (const token of all) {
    if (token.type === 'link') {
      const target = (token as Tokens.Link).href;
      expect(paths.has(path.startsWith('pairs/') ? target.replace('../', '') : target), target).toBe(true);
    }
    if (token.type === 'table')
      for (const row of (token as Tokens.Table).rows) expect(row).toHaveLength((token as Tokens.Table).header.length);
  }
}

function flat(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const table = token.type === 'table' ? (token as Tokens.Table) : undefined;
    const cells = table === undefined ? [] : [...table.header, ...table.rows.flat()].flatMap((cell) => cell.tokens);
    const items = token.type === 'list' ? (token as Tokens.List).items : [];
    return [token, ...flat('tokens' in token ? (token.tokens ?? []) : []), ...flat(cells), ...flat(items)];
  });
}

const KNOWN_TOKENS = ['space', 'heading', 'paragraph', 'text', 'escape', 'codespan', 'code', 'table', 'list', 'list_item', 'link'];
const LABEL = '"(?:[\\p{L}\\p{N} _.,-]|#\\d+;)+"';
const NODE = new RegExp(`^ {2}(s_\\w*(?:-\\d+)?)(?:\\[\\[${LABEL}\\]\\]|\\[\\(${LABEL}\\)\\]|\\[${LABEL}\\]|\\(${LABEL}\\))$`, 'u');
const ARROW = new RegExp(`^ {2}(s_\\w*(?:-\\d+)?) -->(?:\\|${LABEL}\\|)? (s_\\w*(?:-\\d+)?)$`, 'u');
