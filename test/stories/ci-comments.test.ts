import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markdownFromReport } from '../../src/report/ci/markdown.js';
import { exampleReport } from '../support/example-report.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** A comment as both of them keep it. */
interface Note {
  readonly id: number;
  readonly user: { readonly type: string };
  body: string;
}

describe('the comment of a pull request, as the README posts it', () => {
  it.each([
    ['GitHub', githubScript, 'issues/7/comments'],
    ['GitLab', gitlabScript, 'merge_requests/7/notes'],
  ])('is one on %s: the second run writes it anew, and nobody else is touched', async (_server, scriptOf, path) => {
    const notes: Note[] = [
      { id: 1, user: { type: 'User' }, body: 'Looks good' },
      { id: 2, user: { type: 'Bot' }, body: 'Coverage: 80 %' },
    ];
    const { url, calls } = await startNotes(notes);
    const folder = mkdtempSync(join(tmpdir(), 'mortise-comment-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { script, env } = scriptOf(url, folder);
    for (const findingCount of [3, 1]) {
      writeFileSync(join(folder, 'comment.md'), markdownFromReport(exampleReport(findingCount)));
      await promisify(execFile)('bash', ['-e', '-c', script], { cwd: folder, env: { PATH: process.env['PATH'], ...env } });
    }
    expect(notes.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(notes.slice(0, 2).map(({ body }) => body)).toEqual(['Looks good', 'Coverage: 80 %']);
    expect(notes[2]?.body).toBe(markdownFromReport(exampleReport(1)));
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([
      expect.stringMatching(/^POST /),
      expect.stringMatching(/^P(?:UT|ATCH) /),
    ]);
    expect(
      calls.every((call) => call.includes(path.split('/').at(-1) ?? '')),
      calls.join(),
    ).toBe(true);
  });
});

interface Scripted {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

function githubScript(url: string, folder: string): Scripted {
  const workflow = blockOf('github-workflow') as { jobs: { check: { steps: readonly { run?: string }[] } } };
  const script = workflow.jobs.check.steps.flatMap(({ run }) => (run?.includes('gh api') === true ? [run] : []))[0] ?? '';
  writeFileSync(join(folder, 'gh'), FAKE_GH, { mode: 0o755 });
  return { script: `PATH="${folder}:$PATH"\n${script}`, env: { API: url, NUMBER: '7', REPOSITORY: 'acme/shop' } };
}

function gitlabScript(url: string): Scripted {
  const { contracts } = blockOf('gitlab-ci') as { contracts: { after_script: readonly string[] } };
  const env = { CI_API_V4_URL: url, CI_PROJECT_ID: '12', CI_MERGE_REQUEST_IID: '7', MORTISE_TOKEN: 'secret' };
  return { script: contracts.after_script.join('\n'), env };
}

function blockOf(kind: string): unknown {
  return load(new RegExp(`^\`\`\`yaml ${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(README)?.[1] ?? '');
}

/** The part of GitHub's program that the workflow uses: `gh api [--paginate] [--method M] path [--jq filter] [-F body=@file]`. */
const FAKE_GH = `#!/bin/bash
method=GET; filter=.; data=()
shift
while [ $# -gt 0 ]; do
  case "$1" in
    --paginate) ;;
    --method) method="$2"; shift ;;
    --jq) filter="$2"; shift ;;
    -F) data=(--data-urlencode "\${2/=@/@}"); [ "$method" = GET ] && method=POST; shift ;;
    *) path="$1" ;;
  esac
  shift
done
curl -sSf -X "$method" "\${data[@]}" "$API/$path" | jq -r "$filter"
`;

async function startNotes(notes: Note[]): Promise<{ readonly url: string; readonly calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { method = '', url = '' } = request;
      calls.push(`${method} ${url}`);
      const body = new URLSearchParams(text).get('body') ?? '';
      const id = Number(/\/(\d+)$/.exec(url)?.[1]);
      const known = notes.find((note) => note.id === id);
      if (method === 'POST') notes.push({ id: notes.length + 1, user: { type: 'Bot' }, body });
      else if (method !== 'GET' && known !== undefined) known.body = body;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(method === 'GET' ? notes : {}));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
