import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HostError } from '../../src/base/errors.js';
import type { Program, ProgramOptions } from '../../src/host/process.js';
import { freePort } from '../../src/host/free-port.js';
import { startProgram } from '../../src/host/process.js';
import { repositoryFolder } from '../support/run-mortise.js';

const NODE = `"${process.execPath}"`;
const SERVE = `require('http').createServer((q,s)=>s.end(q.url==='/env'?JSON.stringify(process.env):'ok')).listen(process.env.PORT,'127.0.0.1')`;

describe('a program', () => {
  it('is ready once its health path answers, and finds its port in PORT', async () => {
    const program = await start({
      command: `${NODE} -e "setTimeout(()=>{${SERVE}},150)"`,
      health: '/health',
      env: { ...process.env, GIVEN: 'yes' },
    });
    const env = (await (await fetch(`${program.url}/env`)).json()) as Record<string, string>;
    expect(program.url).toBe(`http://127.0.0.1:${env['PORT']}`);
    expect(env['GIVEN']).toBe('yes');
    expect(await program.trouble()).toBeUndefined();
  });

  it('is ready once it accepts a connection when it has no health path', async () => {
    const program = await start({ command: `${NODE} -e "${SERVE}"` });
    expect(await (await fetch(program.url)).text()).toBe('ok');
  });

  it('is gone when it was stopped, with everything it started', async () => {
    const port = await freePort();
    // The server is a child of the shell, and the shell does not pass signals on.
    const program = await start({ command: `${NODE} -e "${SERVE}" & wait`, port });
    await program.stop();
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect(await program.trouble()).toMatch(/was ended by SIG|exited/);
  });

  it('ends in its own time when it is told to, and leaves its port free', async () => {
    const port = await freePort();
    // It goes on for a while, as one does that ends what it has begun; a shell runs it.
    const command = `${NODE} -e "process.on('SIGTERM',()=>setTimeout(()=>{console.error('all is done');process.exit(0)},300));${SERVE}" ; true`;
    const program = await start({ command, port });
    await program.stop();
    expect(await program.trouble()).toContain('all is done');
    expect(await (await start({ command, port })).trouble()).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('is gone when whoever started it was killed, with everything it started', async () => {
    const port = await freePort();
    // It does not end politely either, and its shell has long forgotten it.
    const command = `(${NODE} -e "process.on('SIGTERM',()=>{});${SERVE}" &) ; sleep 1000`;
    const options = { name: 'shop', command, folder: '.', env: process.env, port };
    const text = `import { startProgram } from '${repositoryFolder}/dist/host/process.js';
      await startProgram({ ...${JSON.stringify(options)}, health: undefined, signal: new AbortController().signal });
      console.log('ready');`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(starter.stdout, 'data');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('ok');
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed'), { timeout: 30_000 });
  });

  it('meets no child that it did not start', async () => {
    const text = `const { readFileSync, readdirSync } = require('fs');
      const parents = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((pid) => {
        try { return readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ').at(-1).split(' ')[1]; } catch { return ''; } });
      console.error('children:' + parents.filter((pid) => pid === String(process.pid)).length);
      process.exit(3)`;
    if (process.platform !== 'linux') return;
    const error = await failure({ command: `exec ${NODE} -e "${text.replaceAll('\n', ' ')}"` });
    expect(error.args['reason']).toMatch(/exited with code 3.*children:0$/s);
  });

  it('is ended by force when it does not listen to being stopped', async () => {
    const program = await start({ command: `exec ${NODE} -e "process.on('SIGTERM',()=>{});${SERVE}"` });
    await program.stop();
    expect(await program.trouble()).toMatch(/SIGKILL/);
  });

  it('that ends before it is ready is an error with the end of what it said', async () => {
    const error = await failure({ command: `${NODE} -e "console.error('no such database');process.exit(4)"` });
    expect(error).toMatchObject({
      code: 'E_PROCESS_START',
      args: { system: 'shop', reason: 'shop exited with code 4; it said: no such database' },
    });
  });

  it('that cannot be found is an error that says so', async () => {
    const error = await failure({ command: 'no-such-program-here' });
    expect(error.code).toBe('E_PROCESS_START');
    expect(error.args['reason']).toMatch(/code 127.*not found/s);
  });

  it('that is never ready is an error, and is ended', async () => {
    const error = await failure({ command: `${NODE} -e "setInterval(()=>{},1000)"`, readyTimeoutMs: 300, health: '/health' });
    expect(error.args['reason']).toMatch(/not ready on port \d+ after 0.3 s \(\/health\)/);
  });

  it('that fails its health check is not ready', async () => {
    const sick = `require('http').createServer((q,s)=>{s.statusCode=503;s.end()}).listen(process.env.PORT,'127.0.0.1')`;
    const error = await failure({ command: `${NODE} -e "${sick}"`, readyTimeoutMs: 400, health: '/health' });
    expect(error.code).toBe('E_PROCESS_START');
  });

  it('is not started on a port that somebody else listens on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const error = await failure({ command: 'true', port: (other.address() as AddressInfo).port });
    expect(error.code).toBe('E_PORT_BUSY');
  });

  it('is not waited for once the signal is aborted', async () => {
    const controller = new AbortController();
    const starting = start({ command: `${NODE} -e "setInterval(()=>{},1000)"`, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('stopped')), 100);
    await expect(starting).rejects.toThrow('stopped');
  });
});

async function start(options: Partial<ProgramOptions>): Promise<Program> {
  const program = await startProgram({
    name: 'shop',
    command: '',
    folder: '.',
    env: process.env,
    port: await freePort(),
    health: undefined,
    signal: new AbortController().signal,
    ...options,
  });
  onTestFinished(() => program.stop());
  return program;
}

async function failure(options: Partial<ProgramOptions>): Promise<HostError> {
  const outcome: unknown = await start(options).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(HostError);
  return outcome as HostError;
}
