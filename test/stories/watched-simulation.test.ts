import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMortise } from '../support/run-mortise.js';

/** A shop whose program is given by `LOOP`: it never gives back control, or answers. */
const FILES = {
  'shop.yaml': `
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths: { /orders: { post: { operationId: order, responses: { '200': { description: ordered } } } } }
`,
  'mortise.yaml': 'systems: { shop: { openapi: shop.yaml, module: ./shop.js } }\n',
  'shop.arazzo.yaml': `
arazzo: 1.0.1
info: { title: An order, version: 1.0.0 }
sourceDescriptions: [{ name: shop, url: shop.yaml, type: openapi }]
workflows: [{ workflowId: w, steps: [{ stepId: order, operationId: order }] }]
`,
  'shop.js': `
export const createProvider = () => ({
  async handle() {
    await undefined;
    while (process.env.LOOP === 'yes');
    return new Response('ordered');
  },
});
`,
};
const WORDS = ['scenario', 'shop.arazzo.yaml', '--simulate', '--seed', '1', '--journal', 'runs'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortise-watched-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a simulation on the command line', () => {
  it('ends when a module never gives back control, and says which', async () => {
    const run = await runMortise([...WORDS, '--max-time', '1s'], { cwd: folder, env: { LOOP: 'yes' } });
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('a module has not given back control for 1 s; the last that was entered:');
    expect(run.stderr).toContain('shop.js');
  });

  it('says what it has to say when all is well', async () => {
    const run = await runMortise([...WORDS, '--json'], { cwd: folder, env: {} });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({ seed: '1' });
  });
});
