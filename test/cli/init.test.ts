import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

const SHOP = join(repositoryFolder, 'fixtures/repositories/shop');

describe('mortise init', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mortise-init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const workspace = (): string => readFileSync(join(folder, 'mortise.yaml'), 'utf8');

  it('writes a workspace of two services, a frontend and a pact, which lints', async () => {
    cpSync(SHOP, folder, { recursive: true });
    const run = await mortiseIn(folder, ['init', '--yes']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(
      'wrote mortise.yaml: 3 systems, 2 pairs\n  web → orders  (2 operations, pacts/web-orders.json)\n  orders → payments  (compose.yaml (PAYMENTS_URL))',
    );
    expect(workspace()).toContain('  - consumer: web\n    provider: orders\n    uses:\n      - createOrder\n      - getOrder\n');
    expect(await mortiseIn(folder, ['lint', 'mortise.yaml', '--fail-on', 'warning'])).toMatchObject({ code: 0 });
  });

  it('writes nothing over a workspace that is there unless it is forced to', async () => {
    cpSync(SHOP, folder, { recursive: true });
    writeFileSync(join(folder, 'mortise.yaml'), 'systems: { mine: }\n');
    expect(await mortiseIn(folder, ['init', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('mortise.yaml is there already'),
    });
    expect(workspace()).toBe('systems: { mine: }\n');
    const dry = await mortiseIn(folder, ['init', '--yes', '--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('\nsystems:\n'),
      stderr: expect.stringContaining('would write mortise.yaml'),
    });
    expect(workspace()).toBe('systems: { mine: }\n');
    await mortiseIn(folder, ['init', '--force']);
    expect(workspace()).toBe(dry.stdout);
  });

  it('says what it found as JSON', async () => {
    const run = await mortiseIn(repositoryFolder, ['init', 'fixtures/repositories/shop', '--dry-run', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      file: 'fixtures/repositories/shop/mortise.yaml',
      written: false,
      systems: [{ name: 'orders', openapi: 'services/orders/openapi.yaml' }, { name: 'payments' }, { name: 'web' }],
      pairs: [{ consumer: 'web', uses: ['createOrder', 'getOrder'], guessed: false }, { provider: 'payments' }],
      next: expect.arrayContaining(['mortise mock fixtures/repositories/shop/mortise.yaml']),
    });
  });

  it('says that a folder tells of no system, and writes nothing', async () => {
    writeFileSync(join(folder, 'notes.json'), '{}');
    expect(await mortiseIn(folder, ['init'])).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing in . tells of a system') });
    expect(existsSync(join(folder, 'mortise.yaml'))).toBe(false);
  });

  describe('asks who calls a provider', () => {
    const ask = async (input: string) => {
      cpSync(join(SHOP, 'services/orders/openapi.yaml'), join(folder, 'orders.yaml'));
      return mortiseIn(folder, ['init'], { canAsk: true, stdin: Readable.from([Buffer.from(input)]) });
    };

    it('and asks again when the answer is no name', async () => {
      const run = await ask('a b\norders\nweb, mobile\n');
      expect(run.stderr.match(/Who calls orders\?/g)).toHaveLength(3);
      expect(run.stderr).toContain('"a b" is no name');
      expect(workspace()).toContain('  - consumer: web\n    provider: orders\n  - consumer: mobile\n    provider: orders\n');
    });

    it('and goes on without an answer', async () => {
      await ask('\n');
      expect(workspace()).toContain(
        '# Nothing tells who calls orders: put the name of the real consumer here.\n  - consumer: client\n    provider: orders\n',
      );
    });

    it('and goes on when the input ends', async () => {
      expect(await ask('')).toMatchObject({ code: 0 });
      expect(workspace()).toContain('consumer: client');
    });
  });
});
