import { describe, expect, it } from 'vitest';
import { startCompressedProgram } from '../../src/host/compress/start-compressed-program.js';
import { freePort } from '../../src/host/free-port.js';
import { repositoryFolder } from '../support/run-mortise.js';

describe('a program whose time is to run faster', () => {
  it('runs when it takes notice of that', async () => {
    const program = await start('node fixtures/programs/payments.js', 5);
    expect((await fetch(`${program.url}/health`)).status).toBe(200);
    await program.stop();
  });

  it('is refused when its time is its own: it would be judged by clocks that it does not have', async () => {
    await expect(start('env -u NODE_OPTIONS node fixtures/programs/payments.js', 5)).rejects.toMatchObject({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--compress', seen: expect.stringContaining('slowpoke') },
    });
  });

  it('may be any program at all in real time', async () => {
    const program = await start('env -u NODE_OPTIONS node fixtures/programs/payments.js', 1);
    await program.stop();
  });
});

async function start(command: string, scale: number) {
  const { signal } = new AbortController();
  const port = await freePort();
  return startCompressedProgram(
    { name: 'slowpoke', command, folder: repositoryFolder, env: process.env, port, health: '/health', signal },
    scale,
  );
}
