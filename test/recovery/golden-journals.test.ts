import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

const folder = join(repositoryFolder, 'fixtures/journals');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []));

interface Judged {
  readonly links: readonly { readonly judgements: readonly { readonly claim: string; readonly verdict: { readonly kind: string } }[] }[];
  readonly findings: readonly { readonly code: string; readonly id: string; readonly message: string }[];
}

describe('a golden journal', () => {
  it('is there for each claim, right and wrong', () => {
    expect(names.length).toBeGreaterThan(8);
    for (const name of names)
      for (const side of ['right', 'wrong']) expect(readFileSync(join(folder, `${name}-${side}.jsonl`), 'utf8')).not.toBe('');
  });

  it.each(names)('of %s that is right is proved or consistent, and nothing of it refuted', async (name) => {
    const { code, judged } = await judgedJournal(name, 'right');
    const kinds = judged.links.flatMap(({ judgements }) => judgements).filter(({ claim }) => claim === name);
    expect(code).toBe(0);
    expect(judged.findings).toEqual([]);
    expect(kinds.map(({ verdict }) => verdict.kind)).toEqual(expect.arrayContaining([expect.stringMatching(/proved|consistent/)]));
  });

  it.each(names)('of %s that is wrong is refuted for that, with a witness', async (name) => {
    const { code, judged } = await judgedJournal(name, 'wrong');
    expect(code).toBe(1);
    expect(judged.findings.map((finding) => finding.code)).toContain(`recovery/${name}`);
    const refuted = judged.links.flatMap(({ judgements }) => judgements).filter(({ verdict }) => verdict.kind === 'refuted');
    expect(refuted).toEqual(refuted.map(() => expect.objectContaining({ witness: expect.arrayContaining([expect.any(String)]) })));
  });

  it.each(names)('of %s judged twice gives the same bytes', async (name) => {
    expect(await run(name, 'wrong', [])).toEqual(await run(name, 'wrong', []));
  });
});

async function judgedJournal(name: string, side: string): Promise<{ readonly code: number; readonly judged: Judged }> {
  const { code, stdout, stderr } = await run(name, side, ['--json']);
  expect(stderr).toBe('');
  return { code, judged: JSON.parse(stdout) as Judged };
}

function run(name: string, side: string, words: readonly string[]): ReturnType<typeof mortiseIn> {
  return mortiseIn(folder, ['judge', `${name}-${side}.jsonl`, '--policy', `${name}.yaml`, ...words]);
}
