import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, startMock } from '../support/run-mortise.js';

describe('mortise mock --watch', () => {
  it('follows a file that a reference leads to, keeps connections, and keeps the last good contract', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-watch-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const models = (color: string): void =>
      writeFileSync(join(folder, 'models.yaml'), `Thing: { type: object, example: { color: ${color} } }\n`);
    models('red');
    writeFileSync(
      join(folder, 'things.yaml'),
      `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /thing:
    get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'models.yaml#/Thing' } } } } } }
`,
    );
    const mock = await startMock([join(folder, 'things.yaml'), '--watch']);
    onTestFinished(async () => void (await mock.stop()));
    const client = new Client(mock.url);
    onTestFinished(() => client.close());
    let connectCount = 0;
    client.on('connect', () => {
      connectCount += 1;
    });
    const color = async (): Promise<unknown> => (await client.request({ method: 'GET', path: '/thing' })).body.json();

    expect(await color()).toEqual({ color: 'red' });
    models('green');
    await mock.line(/things was read again \(1 operations\)/);
    expect(await color()).toEqual({ color: 'green' });

    writeFileSync(join(folder, 'models.yaml'), 'Thing: [ {\n');
    writeFileSync(join(folder, 'things.yaml'), 'openapi: [ 3.1.0\n');
    await mock.line(/the contracts stay as they were: .*things\.yaml:/, 'stderr');
    expect(await color()).toEqual({ color: 'green' });
    writeFileSync(
      join(folder, 'things.yaml'),
      `openapi: 3.1.0
info: { title: Things, version: '2' }
paths:
  /thing:
    get: { responses: { '200': { description: ok, content: { application/json: { example: { color: blue } } } } } }
  /other:
    get: { responses: { '204': { description: nothing } } }
webhooks:
  painted:
    post: { responses: { '204': { description: known } } }
`,
    );
    await mock.line(/things was read again \(2 operations\)/);
    expect(await (await fetch(`${mock.url}/_mortise/api/webhooks`)).json()).toEqual({
      webhooks: [{ system: 'things', webhook: 'painted' }],
    });
    expect(await color()).toEqual({ color: 'blue' });
    expect(connectCount).toBe(1);
  });

  it('cannot read its standard input twice', async () => {
    const { code, stderr } = await mortiseIn(repositoryFolder, ['mock', '-', '--watch']);
    expect(code).toBe(2);
    expect(stderr).toContain('--watch');
  });
});
