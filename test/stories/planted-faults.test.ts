import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src/finding/finding-code.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { testWorkspace } from '../../src/host/test-workspace.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import type { Workspace } from '../../src/workspace/workspace.js';
import { startProgram } from '../fixtures/program.js';
import { isWholeCorpus } from '../support/corpus.js';
import { repositoryFolder } from '../support/run-mortise.js';

/** One fault of `fixtures/programs/faulty/faults/`, and the check that has to find it there. */
type Planted = readonly [fault: string, code: FindingCode, operation: string];

const OF_THE_RECORD: readonly Planted[] = [
  ['server-error', 'check/not-a-server-error', 'createOrder'],
  ['wrong-type', 'check/body-matches-schema', 'createOrder'],
  ['undeclared-success', 'check/status-declared', 'createOrder'],
  ['maximum-ignored', 'check/invalid-data-refused', 'createOrder'],
  ['enum-ignored', 'check/invalid-data-refused', 'listOrders'],
  ['required-ignored', 'check/invalid-data-refused', 'createOrder'],
  ['location-not-found', 'check/location-answers', 'createOrder'],
  ['delete-does-nothing', 'check/delete-takes-effect', 'deleteOrder'],
  ['put-as-patch', 'check/put-replaces', 'replaceOrder'],
  ['put-not-idempotent', 'check/put-is-idempotent', 'replaceOrder'],
];
const OF_OUR_OWN: readonly Planted[] = [
  ['authentication-ignored', 'check/authentication-required', 'listOrders'],
  ['method-undeclared', 'check/undeclared-method-refused', 'getOrder'],
  ['failed-create-leaves-order', 'check/failed-create-leaves-nothing', 'createOrder'],
  ['stack-trace', 'check/nothing-leaked', 'createOrder'],
  ['valid-maximum-refused', 'check/valid-data-accepted', 'listOrders'],
  ['two-parameters-meet', 'check/not-a-server-error', 'listOrders'],
  ['delete-unguarded', 'check/authentication-required', 'deleteOrder'],
  ['any-key-let-in', 'check/authentication-required', 'listOrders'],
];
const TWINS = ['', 'absolute-location', 'put-keeps-nothing', 'refuses-otherwise', 'soft-delete'];
const SEEDS = ['1', 'another'];
const MAX_REQUEST_COUNT = 500;
const RUN_LIMIT_MS = 120_000;

describe('the shop of the planted faults', () => {
  const namesIn = (kind: string): readonly string[] =>
    readdirSync(join(repositoryFolder, 'fixtures/programs/faulty', kind)).map((file) => file.replace(/\.js$/, ''));

  it('has the ten faults of the published record, more of our own, and twins that are right in other ways', () => {
    expect(OF_THE_RECORD).toHaveLength(10);
    expect(namesIn('faults')).toEqual([...OF_THE_RECORD, ...OF_OUR_OWN].map(([fault]) => fault).toSorted());
    expect(namesIn('twins')).toEqual(TWINS.slice(1).toSorted());
  });
});

const folder = mkdtempSync(join(tmpdir(), 'mortise-faults-'));
let workspace: Workspace;
beforeAll(() => {
  workspace = workspaceFromContractFile(join(repositoryFolder, 'fixtures/specs/faulty.yaml'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a fault in a provider', () => {
  it.each([...OF_THE_RECORD, ...OF_OUR_OWN].map((planted, index) => [...planted, seedsOf(index)] as const))(
    '%s is found by %s in %s, within 500 requests',
    async (fault, code, operation, seeds) => {
      for (const seed of seeds) {
        const run = await testShop(fault, { seed, until: { code, operation } });
        console.info(`${fault} (seed ${seed}): found after ${run.foundAfter ?? '-'} requests`);
        expect(run.foundAfter, `not found with seed ${seed}; found: ${run.findings.join(', ')}`).toBeDefined();
        expect(run.foundAfter).toBeLessThanOrEqual(MAX_REQUEST_COUNT);
      }
    },
    RUN_LIMIT_MS,
  );
});

describe('a provider that keeps the contract', () => {
  it.each(TWINS.map((twin, index) => [twin === '' ? 'the shop itself' : twin, twin, seedsOf(index)] as const))(
    '(%s) is found nothing against',
    async (_name, twin, seeds) => {
      for (const seed of seeds) {
        const { findings, requestCount } = await testShop(twin, { seed });
        console.info(`${_name} (seed ${seed}): ${requestCount} requests`);
        expect(findings).toEqual([]);
        expect(requestCount).toBeGreaterThan(MAX_REQUEST_COUNT);
      }
    },
    RUN_LIMIT_MS,
  );
});

/** One of them each, in turn; by hand all of them. */
function seedsOf(index: number): readonly string[] {
  return isWholeCorpus ? SEEDS : SEEDS.slice(index % SEEDS.length).slice(0, 1);
}

interface Wanted {
  readonly code: FindingCode;
  readonly operation: string;
}

interface ShopRun {
  /** Above `info`, as `code operation`. */
  readonly findings: readonly string[];
  /** How many requests had been made when the wanted finding was reported. */
  readonly foundAfter: number | undefined;
  readonly requestCount: number;
}

interface RecordLine {
  readonly type?: string;
  readonly code?: string;
  readonly operation?: string;
  readonly severity?: string;
}

/** A whole test of a shop of its own, or one that ends when what is wanted was found. */
async function testShop(change: string, { seed, until }: { readonly seed: string; readonly until?: Wanted }): Promise<ShopRun> {
  const shop = await startProgram('faulty/main', { FAULT: change });
  const recordFile = join(folder, `${change}-${seed}.jsonl`);
  const stop = new AbortController();
  let seenFindingCount = 0;
  await testWorkspace({
    workspace: pointedAt(shop.url),
    documents: createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) }),
    env: {},
    cwd: repositoryFolder,
    seed,
    version: '0',
    recordFile,
    signal: stop.signal,
    onProgress: ({ findingCount }) => {
      if (until === undefined || findingCount === seenFindingCount) return;
      seenFindingCount = findingCount;
      if (foundAfter(linesOf(recordFile), until) !== undefined) stop.abort();
    },
  });
  await shop.stop();
  const lines = linesOf(recordFile);
  const isTold = (line: RecordLine): boolean => line.type === 'finding' && line.severity !== 'info';
  return {
    findings: lines.filter(isTold).map(({ code, operation }) => `${code} ${operation}`),
    foundAfter: until === undefined ? undefined : foundAfter(lines, until),
    requestCount: lines.filter(isExchange).length,
  };
}

function pointedAt(url: string): Workspace {
  const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, url }] as const));
  const auth = { kind: 'bearer', token: 'shop-token-4711' } as const;
  return { ...workspace, systems, integrations: workspace.integrations.map((pair) => ({ ...pair, auth })) };
}

function linesOf(recordFile: string): readonly RecordLine[] {
  return readFileSync(recordFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordLine);
}

function foundAfter(lines: readonly RecordLine[], { code, operation }: Wanted): number | undefined {
  const at = lines.findIndex((line) => line.type === 'finding' && line.code === code && line.operation === operation);
  return at === -1 ? undefined : lines.slice(0, at).filter(isExchange).length;
}

function isExchange(line: RecordLine): boolean {
  return line.type === 'exchange';
}
