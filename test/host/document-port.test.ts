import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DocumentPortOptions } from '../../src/host/document-port.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { readContract } from '../../src/contract/read-contract.js';

let folder = '';
const ROOT = 'contracts/api.yaml';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-port-'));
  await mkdir(join(folder, 'contracts/parts'), { recursive: true });
  await mkdir(join(folder, 'other'));
  await writeFile(join(folder, ROOT), 'root: 1');
  await writeFile(join(folder, 'contracts/parts/a b.yaml'), 'part: 1');
  await writeFile(join(folder, 'other/secret.yaml'), 'secret: 1');
  await writeFile(join(folder, 'contracts-too.yaml'), 'neighbour: 1');
  await symlink(join(folder, 'other/secret.yaml'), join(folder, 'contracts/link.yaml'));
  const big = await open(join(folder, 'contracts/big.yaml'), 'w');
  await big.truncate(200 * 1024 * 1024);
  await big.close();
});

afterAll(() => rm(folder, { recursive: true }));

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

function port(options: Partial<DocumentPortOptions> = {}) {
  return createDocumentPort({ cwd: folder, stdin: chunks(), ...options });
}

async function portWithRoot(options: Partial<DocumentPortOptions> = {}) {
  const opened = port(options);
  await opened.readText(ROOT, undefined);
  return opened;
}

describe('createDocumentPort, folders', () => {
  it('lists the documents of a folder and of a glob by name, and nothing for a file, a URL or standard input', async () => {
    expect(await port().listFiles?.('contracts')).toEqual(['contracts/api.yaml', 'contracts/big.yaml', 'contracts/link.yaml']);
    expect(await port().listFiles?.('contracts/a*.yaml')).toEqual(['contracts/api.yaml']);
    for (const file of [ROOT, 'gone', '-', 'https://example.com/a']) expect(await port().listFiles?.(file)).toBeUndefined();
  });
});

describe('createDocumentPort, files', () => {
  it('reads what the user names from anywhere', async () => {
    expect(await port().readText('other/secret.yaml', undefined)).toBe('secret: 1');
    expect(await port().readText(join(folder, ROOT), undefined)).toBe('root: 1');
  });

  it('reads references below the folder of the contract, escapes undone', async () => {
    expect(await (await portWithRoot()).readText('contracts/parts/a%20b.yaml', ROOT)).toBe('part: 1');
  });

  it.each([
    '/etc/passwd',
    'file:///etc/passwd',
    'other/secret.yaml',
    'contracts/../other/secret.yaml',
    'contracts/link.yaml',
    'contracts-too.yaml',
    'contracts/parts/../../other/secret.yaml',
  ])('refuses a reference to %s', async (reference) => {
    await expect((await portWithRoot()).readText(reference, ROOT)).rejects.toMatchObject({
      code: 'E_FILE_OUTSIDE',
      at: { file: ROOT },
      args: { path: reference },
    });
  });

  it('keeps to the folder of the first document through further files', async () => {
    const opened = await portWithRoot();
    await opened.readText('contracts/parts/a%20b.yaml', ROOT);
    expect(await opened.readText(ROOT, 'contracts/parts/a%20b.yaml')).toBe('root: 1');
    await expect(opened.readText('other/secret.yaml', 'contracts/parts/a%20b.yaml')).rejects.toMatchObject({ code: 'E_FILE_OUTSIDE' });
  });

  it('reads references into an allowed folder, and no other', async () => {
    const opened = await portWithRoot({ allowFiles: ['other'] });
    expect(await opened.readText('other/secret.yaml', ROOT)).toBe('secret: 1');
    expect(await opened.readText('contracts/link.yaml', ROOT)).toBe('secret: 1');
    await expect(opened.readText('contracts-too.yaml', ROOT)).rejects.toMatchObject({ code: 'E_FILE_OUTSIDE' });
  });

  it('refuses references of a document it never read', async () => {
    await expect(port().readText('contracts/api.yaml', 'somewhere')).rejects.toMatchObject({ code: 'E_FILE_OUTSIDE' });
  });

  it('says that a file is missing, and which one may be meant', async () => {
    await expect(port().readText('contracts/apy.yaml', undefined)).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      at: { file: 'contracts/apy.yaml' },
      args: { suggestion: ROOT },
    });
    await expect(port().readText('no/such/folder.yaml', undefined)).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      args: { path: 'no/such/folder.yaml' },
    });
    await expect(port().readText('contracts/api.yaml/x', undefined)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    await expect((await portWithRoot()).readText('contracts/%00', ROOT)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    await expect((await portWithRoot()).readText('contracts/%', ROOT)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  });

  it('refuses a folder, and a device that a document names', async () => {
    await expect(port().readText('contracts', undefined)).rejects.toMatchObject({ code: 'E_FILE_KIND', args: { kind: 'a folder' } });
    await expect((await portWithRoot({ allowFiles: ['/dev'] })).readText('/dev/zero', ROOT)).rejects.toMatchObject({
      code: 'E_FILE_KIND',
      args: { kind: 'a device' },
    });
  });

  it('refuses a file of 200 MB before reading it', async () => {
    const before = process.cpuUsage();
    await expect(port().readText('contracts/big.yaml', undefined)).rejects.toMatchObject({
      code: 'E_DOCUMENT_TOO_LARGE',
      args: { byteCount: 200 * 1024 * 1024 },
    });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(200);
  });

  it('stops reading a device without end', async () => {
    await expect(port({ maxBytes: 1024 * 1024 }).readText('/dev/zero', undefined)).rejects.toMatchObject({ code: 'E_DOCUMENT_TOO_LARGE' });
  });

  it('reads standard input, a character cut in two as well, within bounds', async () => {
    const bytes = Buffer.from('ä: 1');
    async function* halves(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1);
      yield bytes.subarray(1);
    }
    expect(await port({ stdin: halves() }).readText('-', undefined)).toBe('ä: 1');
    await expect(port({ stdin: chunks('12345', '678'), maxBytes: 7 }).readText('-', undefined)).rejects.toMatchObject({
      code: 'E_DOCUMENT_TOO_LARGE',
      at: { file: '-' },
    });
    expect(await port({ stdin: chunks('12345', '67'), maxBytes: 7 }).readText('-', undefined)).toBe('1234567');
  });

  it('lets a contract from standard input refer to files below the working folder', async () => {
    const opened = port({ stdin: chunks('{}') });
    await opened.readText('-', undefined);
    expect(await opened.readText('contracts/api.yaml', '-')).toBe('root: 1');
    await expect(opened.readText('../x.yaml', '-')).rejects.toMatchObject({ code: expect.stringMatching(/E_FILE_(?:OUTSIDE|NOT_FOUND)/) });
  });
});

describe('createDocumentPort, URLs', () => {
  async function serve(
    answer: (path: string) => { readonly status: number; readonly location?: string; readonly body?: string },
  ): Promise<string> {
    const server = createServer((request, response) => {
      const { status, location, body } = answer(request.url ?? '');
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('refuses every URL unless they are allowed', async () => {
    for (const url of ['http://127.0.0.1:1/x', 'https://example.com/x', '//example.com/x', 'ftp://example.com/x']) {
      await expect((await portWithRoot()).readText(url, ROOT)).rejects.toMatchObject({
        code: 'E_REMOTE_REFUSED',
        at: { file: ROOT },
        args: { url },
      });
    }
    await expect(port({ allowRemote: true }).readText('ftp://example.com/x', undefined)).rejects.toMatchObject({
      code: 'E_REMOTE_REFUSED',
    });
  });

  it('reads a URL that is allowed, through a few redirects', async () => {
    const base = await serve((path) =>
      path === '/3' ? { status: 200, body: 'a: 1' } : { status: 302, location: `/${Number(path.slice(1)) + 1}` },
    );
    expect(await port({ allowRemote: true }).readText(`${base}/0`, undefined)).toBe('a: 1');
  });

  it('ends redirects that go on, answers that are too large, and failures', async () => {
    const base = await serve((path) =>
      path === '/loop' ? { status: 302, location: '/loop' } : path === '/big' ? { status: 200, body: 'x'.repeat(100) } : { status: 404 },
    );
    const opened = port({ allowRemote: true, maxBytes: 99 });
    await expect(opened.readText(`${base}/loop`, undefined)).rejects.toMatchObject({
      code: 'E_REQUEST',
      args: { reason: 'more than 5 redirects' },
    });
    await expect(opened.readText(`${base}/big`, undefined)).rejects.toMatchObject({ code: 'E_DOCUMENT_TOO_LARGE' });
    await expect(opened.readText(`${base}/gone`, undefined)).rejects.toMatchObject({ code: 'E_REQUEST', args: { reason: 'status 404' } });
  });

  it('does not let a redirect lead into the file system', async () => {
    const base = await serve(() => ({ status: 302, location: 'file:///etc/passwd' }));
    await expect(port({ allowRemote: true }).readText(base, undefined)).rejects.toMatchObject({ code: 'E_REMOTE_REFUSED' });
  });

  it('does not let a fetched contract read files', async () => {
    const base = await serve(() => ({
      status: 200,
      body: JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/a': { $ref: 'file:///etc/passwd' } } }),
    }));
    const contract = await readContract(`${base}/api.json`, port({ allowRemote: true }));
    expect(contract.defects).toContainEqual(
      expect.objectContaining({ code: 'contract/file-unreadable', args: expect.objectContaining({ reason: 'E_FILE_OUTSIDE' }) }),
    );
  });
});
