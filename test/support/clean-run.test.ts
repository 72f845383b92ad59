import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryFolder } from './run-mortise.js';

/** Below the repository, so that the planted files find vitest; git ignores it. */
const folderName = `.mortise/planted-${process.pid}`;
const folder = join(repositoryFolder, folderName);
const RUN_LIMIT_MS = 90_000;

/** Test files whose only test passes, and a word of what must fail them nevertheless; `undefined` for one that is clean. */
const PLANTED: Readonly<Record<string, { readonly body: string; readonly message: RegExp | undefined }>> = {
  clean: { body: 'createServer().listen(0).close();', message: undefined },
  rejection: { body: "void Promise.reject(new Error('nobody waits for it'));", message: /nobody waits for it/ },
  warning: { body: "process.emitWarning('too many listeners');", message: /too many listeners/ },
  server: { body: 'createServer().listen(0);', message: /still open/ },
  process: { body: "spawn(process.execPath, ['-e', 'setTimeout(() => 0, 5000)']);", message: /still open/ },
};

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string }[];
}

describe('a run of the tests', () => {
  let report: Report = { testResults: [] };
  let printed = '';
  let exitCode: unknown;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, { body }] of Object.entries(PLANTED)) writeFileSync(join(folder, `${name}.test.ts`), planted(name, body));
    writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
    const program = join(repositoryFolder, 'node_modules/vitest/vitest.mjs');
    const args = [
      program,
      'run',
      '--config',
      join(folder, 'vitest.config.ts'),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${folderName}/report.json`,
    ];
    const env = { ...process.env, MORTISE_LEAK_GRACE_MS: '300' };
    const child = spawn(process.execPath, args, { cwd: repositoryFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    [exitCode] = await once(child, 'close');
    printed = (await output).join('\n');
    report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  }, RUN_LIMIT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(PLANTED).filter(([, { message }]) => message !== undefined))(
    'fails for what a file leaves behind: %s',
    (name, { message }) => {
      const own = report.testResults.find((result) => result.name.endsWith(`${name}.test.ts`));
      // Vitest tells an unhandled rejection for the whole run, not for the file.
      expect(name === 'rejection' ? printed : own?.message).toMatch(message ?? /^$/);
      expect(exitCode).toBe(1);
    },
  );

  it('passes a file that cleans up', () => {
    expect(report.testResults.find((result) => result.name.endsWith('clean.test.ts'))?.status).toBe('passed');
  });
});

const CONFIG = `import { mergeConfig } from 'vitest/config';
import config from '../../test/vitest.config.js';
const merged = mergeConfig(config, {});
delete merged.test.projects;
merged.test.include = ['${folderName}/*.test.ts'];
export default merged;
`;

function planted(name: string, body: string): string {
  return `import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { it } from 'vitest';
it('${name}', () => {
  ${body}
  void [spawn, createServer];
});
`;
}
