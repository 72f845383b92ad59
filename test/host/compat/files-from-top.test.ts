import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filesFromTop } from '../../../src/host/compat/files-from-top.js';
import { gitFolder } from '../../support/git-folder.js';

const PATH = process.env['PATH'];
const repo = gitFolder({ 'apis/orders/openapi.yaml': 'openapi: 3.1.0\n' });
const apis = join(repo.folder, 'apis');
const outside = realpathSync(mkdtempSync(join(tmpdir(), 'mortise-top-')));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

describe('a file', () => {
  it('is named from the top of the repository, whatever folder the command runs in', async () => {
    const fileOf = await filesFromTop({ cwd: apis, env: { PATH } });
    expect(['orders/openapi.yaml', '../mortise.yaml', join(apis, 'a.yaml')].map(fileOf)).toEqual([
      'apis/orders/openapi.yaml',
      'mortise.yaml',
      'apis/a.yaml',
    ]);
  });

  it('is named from the workspace of GitHub where the command runs in it', async () => {
    const fileOf = await filesFromTop({ cwd: apis, env: { PATH, GITHUB_WORKSPACE: apis } });
    expect(fileOf('orders/openapi.yaml')).toBe('orders/openapi.yaml');
    const other = await filesFromTop({ cwd: apis, env: { PATH, GITHUB_WORKSPACE: outside } });
    expect(other('orders/openapi.yaml')).toBe('apis/orders/openapi.yaml');
  });

  it('keeps its name outside of all that, and so does a URL', async () => {
    const fileOf = await filesFromTop({ cwd: apis, env: { PATH } });
    expect(['../..', '../../a.yaml', '/etc/a.yaml', 'https://example.com/a.yaml'].map(fileOf)).toEqual([
      '../..',
      '../../a.yaml',
      '/etc/a.yaml',
      'https://example.com/a.yaml',
    ]);
    expect((await filesFromTop({ cwd: outside, env: { PATH } }))('a.yaml')).toBe('a.yaml');
  });

  it('is the same through a link to the folder', async () => {
    mkdirSync(join(outside, 'links'));
    symlinkSync(apis, join(outside, 'links/apis'));
    expect((await filesFromTop({ cwd: join(outside, 'links/apis'), env: { PATH } }))('a.yaml')).toBe('apis/a.yaml');
  });
});
