import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import type { GitBlobs } from '../../../src/host/compat/git-blobs.js';
import { openGitBlobs } from '../../../src/host/compat/git-blobs.js';
import { createGitDocumentPort } from '../../../src/host/compat/git-documents.js';
import type { GitRepository } from '../../../src/host/compat/git-repository.js';
import { baseCommit, openGitRepository } from '../../../src/host/compat/git-repository.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { gitFolder } from '../../support/git-folder.js';

const ROOT = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
paths:
  /a: { get: { responses: { 200: { description: ok, content: { application/json: { schema: { $ref: 'shared/a%20b.yaml#/A' } } } } } } }
`;
const repo = gitFolder({
  'api/root.yaml': ROOT,
  'api/shared/a b.yaml': 'A: { type: string }\n',
  'api/outside.yaml': ROOT.replace('shared/a%20b.yaml', '../secret.yaml'),
  'api/schemas/one.json': '{"type":"string"}',
  'api-private/one.json': '{"type":"string"}',
  'api/schemas/note.txt': 'no document',
  'secret.yaml': 'A: { type: string }\n',
});
symlinkSync('root.yaml', join(repo.folder, 'api/link.yaml'));
symlinkSync('nowhere.yaml', join(repo.folder, 'api/dangling.yaml'));
repo.commit({});
// What is here now is of no account.
repo.write({ 'api/root.yaml': 'not even a contract', 'api/shared/a b.yaml': undefined });

const opened: GitBlobs[] = [];
afterAll(() => Promise.all(opened.map((blobs) => blobs.close())));

async function port(cwd = repo.folder, maxBytes = 10_000): Promise<ReturnType<typeof createGitDocumentPort>> {
  const repository: GitRepository = await openGitRepository({ folder: cwd, env: { PATH: process.env['PATH'] } });
  const blobs = openGitBlobs(repository, maxBytes);
  opened.push(blobs);
  const remote = createDocumentPort({ cwd, stdin: Readable.from([]) });
  return createGitDocumentPort({ repository, blobs, commit: await baseCommit(repository, 'main'), cwd, allowFiles: [], remote });
}

describe('documents of a commit', () => {
  it('are read with all that they refer to, by the names that they have today', async () => {
    const contract = await readContract('api/root.yaml', await port());
    expect(contract.title).toBe('T');
    expect([...contract.texts.keys()]).toEqual(['api/root.yaml', 'api/shared/a%20b.yaml']);
    expect(contract.defects).toEqual([]);
  });

  it('are named from where the user stands', async () => {
    expect(await (await port(join(repo.folder, 'api'))).readText('root.yaml', undefined)).toBe(ROOT);
    expect(await (await port(join(repo.folder, 'api/schemas'))).readText('../root.yaml', undefined)).toBe(ROOT);
    expect(await (await port()).readText(join(repo.folder, 'api/root.yaml'), undefined)).toBe(ROOT);
  });

  it('are confined as files are', async () => {
    const { defects } = await readContract('api/outside.yaml', await port());
    expect(defects).toMatchObject([{ code: 'contract/file-unreadable', args: { reason: 'E_FILE_OUTSIDE' } }]);
    await expect((await port()).readText('../elsewhere.yaml', undefined)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    await expect((await port()).readText('https://example.com/a.yaml', undefined)).rejects.toMatchObject({ code: 'E_REMOTE_REFUSED' });
  });

  it('may refer to whatever stands in the folder of the one that the user named, and to no folder that is only called alike', async () => {
    const documents = await port();
    await documents.readText('api/root.yaml', undefined);
    await documents.readText('api/shared/a%20b.yaml', 'api/root.yaml');
    expect(await documents.readText('api/schemas/one.json', 'api/shared/a%20b.yaml')).toContain('string');
    await expect(documents.readText('api-private/one.json', 'api/root.yaml')).rejects.toMatchObject({ code: 'E_FILE_OUTSIDE' });
    await expect(documents.readText('secret.yaml', 'api/shared/a%20b.yaml')).rejects.toMatchObject({ code: 'E_FILE_OUTSIDE' });
  });

  it('may be as large as they may be, and no larger', async () => {
    const byteCount = Buffer.byteLength('A: { type: string }\n');
    expect(await (await port(repo.folder, byteCount)).readText('secret.yaml', undefined)).toHaveLength(byteCount);
    await expect((await port(repo.folder, byteCount - 1)).readText('secret.yaml', undefined)).rejects.toMatchObject({
      code: 'E_DOCUMENT_TOO_LARGE',
    });
  });

  it('are followed through links, and missing where a link leads nowhere', async () => {
    expect(await (await port()).readText('api/link.yaml', undefined)).toBe(ROOT);
    const documents = await port();
    await expect(documents.readText('api/dangling.yaml', undefined)).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      args: { commit: 'main' },
    });
    await expect(documents.readText('api/shared', undefined)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    await expect(documents.readText('a\nb.yaml', undefined)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    expect(await documents.readText('api/root.yaml', undefined)).toBe(ROOT);
  });

  it('are refused when they are too large, and the next one is read', async () => {
    const documents = await port(repo.folder, 40);
    await expect(documents.readText('api/root.yaml', undefined)).rejects.toMatchObject({ code: 'E_DOCUMENT_TOO_LARGE' });
    expect(await documents.readText('secret.yaml', undefined)).toContain('string');
  });

  it('are listed: of a folder its documents, of a glob what it matches', async () => {
    const documents = await port();
    expect(await documents.listFiles?.('api/schemas')).toEqual(['api/schemas/one.json']);
    expect(await documents.listFiles?.('api/**')).toContain('api/shared/a b.yaml');
    expect(await documents.listFiles?.('api/root.yaml')).toBeUndefined();
    expect(await documents.listFiles?.('nowhere')).toBeUndefined();
  });
});
