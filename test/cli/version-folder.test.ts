import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { SnapshotPort } from '../../src/cli/contract-snapshot.js';
import { contractsNamed } from '../../src/cli/contract-snapshot.js';
import { snapshotsOfFolder } from '../../src/cli/version-folder.js';
import { createDocumentPort } from '../../src/host/document-port.js';

const cwd = mkdtempSync(join(tmpdir(), 'mortise-versions-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const port: SnapshotPort = { documents: createDocumentPort({ cwd, stdin: Readable.from([]) }), env: {} };

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
}

const contract = (version: string): string => `openapi: 3.1.0\ninfo: { title: T, version: '${version}' }\npaths: {}\n`;

describe('a folder of versions', () => {
  it('is its contracts, the newest by the version that each calls itself', async () => {
    write({
      'flat/a.yaml': contract('1.10.0'),
      'flat/b.yaml': contract('1.9.0'),
      'flat/c.yaml': contract('1.2.0'),
      'flat/shared.yaml': 'Order: {}\n',
    });
    const { newer, olders, findings } = await snapshotsOfFolder('flat', port);
    expect(findings).toEqual([]);
    expect([newer, ...olders].map(({ name }) => name)).toEqual(['flat/a.yaml', 'flat/b.yaml', 'flat/c.yaml']);
  });

  it('is its folders, by name where the documents do not say', async () => {
    for (const name of ['v9', 'v10']) write({ [`deep/${name}/api.yaml`]: contract('1'), [`deep/${name}/shared/s.yaml`]: 'Order: {}\n' });
    const { newer, olders, findings } = await snapshotsOfFolder('deep', port);
    expect(findings).toMatchObject([{ code: 'compat/version-shared', severity: 'info', args: { names: ['deep/v9', 'deep/v10'] } }]);
    expect([newer, ...olders].map(({ name, contracts }) => [name, contracts.map(({ file }) => file)])).toEqual([
      ['deep/v10', ['deep/v10/api.yaml']],
      ['deep/v9', ['deep/v9/api.yaml']],
    ]);
  });

  it('may hold schemas alone: files that are versions of one, or folders of them', async () => {
    write({ 'schemas/order-1.json': '{"type":"object"}', 'schemas/order-2.json': '{"type":"string"}' });
    expect((await snapshotsOfFolder('schemas', port)).newer).toMatchObject({
      name: 'schemas/order-2.json',
      contracts: [{ kind: 'asyncapi' }],
    });
    write({ 'sets/1/a.json': '{"type":"object"}', 'sets/2/a.json': '{"type":"object"}', 'sets/2/b.json': '{"type":"object"}' });
    expect((await snapshotsOfFolder('sets', port)).newer).toMatchObject({ name: 'sets/2', contracts: [{ file: 'sets/2' }] });
  });

  it.each(['single', 'empty', 'flat/a.yaml'])('is refused when there are not two: %s', async (name) => {
    write({ 'single/a.yaml': contract('1'), 'empty/note.txt': '' });
    await expect(snapshotsOfFolder(name, port)).rejects.toMatchObject({ code: 'E_VERSIONS_MISSING' });
  });
});

describe('what a name stands for', () => {
  it('is the contracts of a workspace, in a folder too', async () => {
    const workspace = 'systems:\n  a: { openapi: api.yaml }\n  b: { asyncapi: events.yaml }\n  c: {}\n';
    write({ 'whole/mortise.yaml': workspace, 'whole/api.yaml': contract('1') });
    const expected = [
      { provider: 'a', kind: 'openapi', file: 'whole/api.yaml' },
      { provider: 'b', kind: 'asyncapi', file: 'whole/events.yaml' },
    ];
    expect((await contractsNamed('whole', port)).contracts).toEqual(expected);
    expect((await contractsNamed('whole/mortise.yaml', port)).contracts).toEqual(expected);
  });

  it('is the contract itself, named after its file; what others refer to is none', async () => {
    write({ 'one/orders.openapi.yaml': contract('1'), 'one/shared.yaml': 'Order: {}\n' });
    const expected = [{ provider: 'orders', kind: 'openapi', file: 'one/orders.openapi.yaml' }];
    expect(await contractsNamed('one/orders.openapi.yaml', port)).toEqual({ contracts: expected, workspace: undefined });
    expect((await contractsNamed('one', port)).contracts).toEqual(expected);
  });

  it('is not looked at when it can be read only once', async () => {
    expect((await contractsNamed('-', port)).contracts).toEqual([{ provider: 'stdin', kind: 'openapi', file: '-' }]);
  });
});
