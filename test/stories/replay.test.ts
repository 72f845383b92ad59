import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

/** Below the repository, so that an exported test finds `vitest` and `mortise`; git ignores it. */
const scratch = join(repositoryFolder, '.mortise/stories');
const TOKEN = 'tok-0f8c2a7d91';

let folder = '';
beforeEach(async () => {
  mkdirSync(scratch, { recursive: true });
  folder = mkdtempSync(join(scratch, 'replay-'));
  await writeFile(join(folder, 'shelf.yaml'), CONTRACT);
  return () => rmSync(folder, { recursive: true, force: true });
});

type FaultName = 'none' | 'delete' | 'type' | 'maximum' | 'crash' | 'once';

describe('mortise replay', () => {
  it('says of a defect that it is still failing, and once it is mended that it is fixed', { timeout: 120_000 }, async () => {
    const shelf = await startShelf('delete');
    const id = await findingOf(shelf, 'check/delete-takes-effect');
    const failing = await mortise(shelf, 'replay', id);
    expect(failing.code, failing.stderr).toBe(1);
    expect(failing.stdout).toContain(`${id} is still failing: 3 of 3 times`);
    expect(failing.stdout).toMatch(/call +GET \/items/);
    shelf.fault = 'none';
    const fixed = await mortise(shelf, 'replay', id);
    expect(fixed.stdout).toContain(`${id} is fixed: it held 3 times`);
    expect(fixed.code).toBe(0);
    expect(failing.stdout + fixed.stdout).not.toContain(TOKEN);
  });

  it('takes the beginning of an id that no other finding has, and says as JSON what it found', { timeout: 120_000 }, async () => {
    const shelf = await startShelf('maximum');
    const id = await findingOf(shelf, 'check/invalid-data-refused');
    const run = await mortise(shelf, 'replay', id.slice(0, 6), '--json');
    expect(run.code, run.stderr).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ kind: 'failing', tryCount: 3, failingCount: 3, finding: { id } });
  });

  it('says of what fails now and then that it is flaky', { timeout: 120_000 }, async () => {
    const shelf = await startShelf('maximum');
    const id = await findingOf(shelf, 'check/invalid-data-refused');
    shelf.fault = 'once';
    const run = await mortise(shelf, 'replay', id);
    expect(run.stdout).toMatch(/is flaky: it failed [12] of 3 times/);
    expect(run.code).toBe(1);
  });

  it('refuses an id that no run has, with the one that was meant', { timeout: 120_000 }, async () => {
    const shelf = await startShelf('maximum');
    const id = await findingOf(shelf, 'check/invalid-data-refused');
    const mistyped = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const run = await mortise(shelf, 'replay', mistyped);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`no recorded run has a finding "${mistyped}". Did you mean ${id}?`);
  });

  it('has nothing to replay where nothing was run', async () => {
    const shelf = await startShelf('none');
    const run = await mortise(shelf, 'replay', 'm-0123456789');
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('no recorded run has a finding') });
  });
});

describe('an exported test', () => {
  it.each<readonly [FaultName, string]>([
    // A sequence of calls, and one call; each starts a Vitest of its own, twice.
    ['delete', 'check/delete-takes-effect'],
    ['maximum', 'check/invalid-data-refused'],
  ])('of the fault %s fails while it is there and passes once it is mended', { timeout: 180_000 }, async (fault, code) => {
    const shelf = await startShelf(fault);
    const id = await findingOf(shelf, code);
    const written = await mortise(shelf, 'replay', id, '--vitest', 'defect.test.ts');
    expect(written.code, written.stderr).toBe(0);
    const text = await readFile(join(folder, 'defect.test.ts'), 'utf8');
    expect(text).not.toContain(TOKEN);
    expect(text).toContain('SHELF_TOKEN');
    const broken = await runVitest(shelf);
    expect(broken.output).toMatch(/1 failed/);
    expect(broken.output).toContain('AssertionError');
    shelf.fault = 'none';
    const mended = await runVitest(shelf);
    expect(mended.exitCode, mended.output).toBe(0);
  });
});

async function findingOf(shelf: Shelf, code: string): Promise<string> {
  const run = await mortise(shelf, 'test', 'mortise.yaml', '--seed', '1', '--json', '--cases', '20');
  const { findings } = JSON.parse(run.stdout) as { findings: readonly { id: string; code: string }[] };
  const id = findings.find((finding) => finding.code === code)?.id;
  expect(id, `${code} is among ${findings.map((finding) => finding.code).join(', ') || 'no findings'}\n${run.stderr}`).toBeDefined();
  return id ?? '';
}

function mortise(shelf: Shelf, ...words: readonly string[]): ReturnType<typeof mortiseIn> {
  return mortiseIn(folder, words, { env: { TOKEN, SHELF: shelf.url } });
}

async function runVitest({ url }: Shelf): Promise<{ readonly exitCode: number; readonly output: string }> {
  const words = [join(repositoryFolder, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--pool', 'threads'];
  const env = { ...process.env, NO_COLOR: '1', SHELF_URL: url, SHELF_TOKEN: TOKEN, VITEST: undefined };
  return new Promise((done) => {
    execFile(process.execPath, words, { cwd: folder, env }, (error, stdout, stderr) =>
      done({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

interface Shelf {
  readonly url: string;
  fault: FaultName;
}

/** A shelf of items that keeps its contract, but for one fault that can be mended while it runs. */
async function startShelf(fault: FaultName): Promise<Shelf> {
  const shelf = { url: '', fault };
  const answerTo = shelfAnswers(shelf);
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const [status, value, headers] = answerTo(request, text);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  shelf.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(join(folder, 'mortise.yaml'), WORKSPACE);
  return shelf;
}

type ShelfAnswer = readonly [status: number, value?: unknown, headers?: Record<string, string>];

function shelfAnswers(shelf: Pick<Shelf, 'fault'>): (request: IncomingMessage, text: string) => ShelfAnswer {
  const items = new Map<string, { id: string; size: number | string }>();
  const counts = { created: 0, asked: 0 };
  const create = (text: string): ShelfAnswer => {
    const size = sizeOf(text);
    counts.asked += 1;
    const isLax = shelf.fault === 'maximum' || (shelf.fault === 'once' && counts.asked % 3 === 1);
    if (size === undefined || (size > 10 && !isLax)) return [422, {}];
    if (size === 10 && shelf.fault === 'crash') return [500, {}];
    counts.created += 1;
    const item = { id: `i${counts.created}`, size: shelf.fault === 'type' ? String(size) : size };
    items.set(item.id, item);
    return [201, item];
  };
  const ofItem = (method: string | undefined, id: string): ShelfAnswer => {
    if (method !== 'GET' && method !== 'DELETE') return [405, {}, { allow: 'GET, DELETE' }];
    const item = items.get(id);
    if (item === undefined) return [404, {}];
    if (method === 'GET') return [200, item];
    if (shelf.fault !== 'delete') items.delete(id);
    return [204];
  };
  return ({ headers, method, url }, text) => {
    if (headers.authorization !== `Bearer ${TOKEN}`) return [401, {}];
    const { pathname } = new URL(url ?? '/', 'http://shelf');
    if (pathname !== '/items') return ofItem(method, decodeURIComponent(pathname.split('/')[2] ?? ''));
    if (method === 'GET') return [200, [...items.values()]];
    return method === 'POST' ? create(text) : [405, {}, { allow: 'GET, POST' }];
  };
}

function sizeOf(text: string): number | undefined {
  try {
    const { size } = JSON.parse(text) as { size?: unknown };
    return typeof size === 'number' && Number.isInteger(size) && size >= 0 ? size : undefined;
  } catch {
    return undefined;
  }
}

const WORKSPACE = [
  'systems:',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
  "  shelf: { openapi: shelf.yaml, url: '${SHELF}' }",
  '  web:',
  'integrations:',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
  "  - { consumer: web, provider: shelf, auth: { bearer: '${TOKEN}' } }",
  '',
].join('\n');

const CONTRACT = `
openapi: 3.1.0
info: { title: Shelf, version: '1' }
security: [{ token: [] }]
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200': { description: All, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } } }
        '401': { description: Who are you }
    post:
      operationId: createItem
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [size], properties: { size: { type: integer, minimum: 0, maximum: 10 } } }
      responses:
        '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
        '401': { description: Who are you }
        '422': { description: Refused }
  /items/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getItem
      responses:
        '200': { description: One, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
        '401': { description: Who are you }
        '404': { description: None of that id }
    delete:
      operationId: deleteItem
      responses: { '204': { description: Gone }, '401': { description: Who are you }, '404': { description: None of that id } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Item: { type: object, required: [id, size], properties: { id: { type: string }, size: { type: integer } } }
`;
