import { describe, expect, it } from 'vitest';
import { mortiseIn } from '../../support/mortise-in.js';
import { repositoryFolder } from '../../support/run-mortise.js';

const WORKSPACE = 'fixtures/workspaces/board-sockets.yaml';

/** A program that receives over WebSockets, in a process of its own. */
async function tested(mistake: string): Promise<{ readonly code: number; readonly told: readonly (readonly unknown[])[] }> {
  const words = ['test', WORKSPACE, '--phase', 'examples', '--seed', '1', '--json', '--record', '.mortise/stories/socket-pair.jsonl'];
  const run = await mortiseIn(repositoryFolder, words, { env: { ...process.env, DISPLAY_MISTAKE: mistake } });
  const { findings } = JSON.parse(run.stdout) as { findings: { code: string; operation: string; args: { location?: string[] } }[] };
  return { code: run.code, told: findings.map(({ code, operation, args }) => [code, operation, args.location?.join('/')]) };
}

describe('a program over WebSockets', () => {
  it('finds the door at MORTISE_WEBSOCKET_<SYSTEM>, and is given the messages', { timeout: 60_000 }, async () => {
    expect(await tested('none')).toEqual({ code: 0, told: [] });
  });

  it('is told that it came without its credentials', { timeout: 60_000 }, async () => {
    const { code, told } = await tested('no-key');
    expect(told).toContainEqual(['check/handshake-matches', 'tellState', 'header/X-Board-Key']);
    expect(code).toBe(1);
  });
});
