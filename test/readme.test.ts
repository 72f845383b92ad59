import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/commands.js';
import { parseArguments } from '../src/cli/parse-arguments.js';
import { freePort } from '../src/host/free-port.js';
import type { Example } from './support/readme-examples.js';
import { examplesFromReadme, missingLine } from './support/readme-examples.js';
import { repositoryFolder } from './support/run-mortise.js';

/** Marks a command that serves until it is stopped: here, until its section ends. */
const STAYS = '# until Ctrl-C';
const DEFAULT_PORT = '4010';
const SECTION_LIMIT_MS = 240_000;
const READY_LIMIT_MS = 60_000;
/** Below the repository, so that `import … from 'mortise'` finds the package; git ignores it. */
const scratch = join(repositoryFolder, '.mortise/readme');

interface Printed {
  readonly exitCode: number | null;
  readonly text: string;
}

interface Server {
  printed(): string;
  stop(): Promise<number | null>;
}

const readme = readFileSync(join(repositoryFolder, 'README.md'), 'utf8');
const examples = examplesFromReadme(readme);
const sections = [...new Set(examples.map((example) => example.section))];

describe('the command lines of the README that need another repository or another host', () => {
  // `npx` and comments around them; a quoted word is one word.
  const lines = [...readme.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) => text.split('\n'));
  const words = lines.flatMap((line) => {
    const [, rest] = line.match(/^(?:npx )?mortise (.*?)(?:\s+#.*)?$/) ?? [];
    return rest === undefined
      ? []
      : [[...rest.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three ?? '')];
  });

  it('are there', () => expect(words.length).toBeGreaterThan(10));

  it.each(words.map((one) => [one.join(' '), one] as const))('are taken by the program: mortise %s', async (_, [name = '', ...rest]) => {
    const command = await COMMANDS.get(name)?.help();
    if (command === undefined) throw new Error(`there is no command "${name}"`);
    expect(() => parseArguments(rest, command)).not.toThrow();
  });
});

describe('the examples of the README', () => {
  let bin = '';
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'mortise-bin-'));
    writeFileSync(join(bin, 'mortise'), `#!/bin/sh\nexec "${process.execPath}" "${repositoryFolder}/bin/mortise.js" "$@"\n`);
    chmodSync(join(bin, 'mortise'), 0o755);
    mkdirSync(scratch, { recursive: true });
    compileAll();
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  it('are there', () => {
    expect(examples.filter((example) => example.language === 'sh').length).toBeGreaterThan(4);
    const programs = examples.filter((example) => example.language === 'ts');
    expect(programs.length).toBeGreaterThan(0);
    // They are compiled before it is known which port is free.
    for (const { text } of programs) expect(text).not.toContain(DEFAULT_PORT);
  });

  it.each(sections)(
    'hold under "%s"',
    async (section) => {
      const port = String(await freePort());
      const servers: Server[] = [];
      try {
        for (const example of examples.filter((one) => one.section === section)) await run(withPort(example, port), { bin, port, servers });
      } finally {
        for (const server of servers) expect(await server.stop(), 'what serves ends with 0 when it is stopped').toBe(0);
      }
    },
    SECTION_LIMIT_MS,
  );
});

interface World {
  readonly bin: string;
  readonly port: string;
  readonly servers: Server[];
}

/** Another port than the one people use, so that the examples can run beside anything. */
function withPort(example: Example, port: string): Example {
  // An excerpt is what its file says.
  if (example.language === 'yaml') return example;
  const replaced = (text: string): string => text.replaceAll(DEFAULT_PORT, port);
  return { ...example, text: replaced(example.text), output: example.output === undefined ? undefined : replaced(example.output) };
}

async function run(example: Example, world: World): Promise<void> {
  const at = `README.md:${example.line}`;
  if (example.language === 'yaml') {
    expectExcerpt(example, at);
    return;
  }
  if (example.text.includes(STAYS)) {
    const server = await serve(example, world);
    world.servers.push(server);
    expect(missingLine(example.output ?? '', server.printed()), `${at} prints\n${server.printed()}\nand not this line`).toBeUndefined();
    return;
  }
  const printed = await runExample(example, world);
  expect(printed.exitCode, `${at} ends with ${example.exitCode}\n${printed.text}`).toBe(example.exitCode);
  expect(missingLine(example.output ?? '', printed.text), `${at} prints\n${printed.text}\nand not this line`).toBeUndefined();
}

/** A block of YAML is an excerpt: its first line is a comment that names the file, and each other line stands there, in that order. */
function expectExcerpt(example: Example, at: string): void {
  const [, file = ''] = example.text.match(/^# (\S+)/) ?? [];
  expect(existsSync(join(repositoryFolder, file)), `${at} names its file in its first line`).toBe(true);
  const rest = example.text.split('\n').slice(1).join('\n');
  expect(
    missingLine(rest, readFileSync(join(repositoryFolder, file), 'utf8')),
    `${at} is an excerpt of ${file} but for this line`,
  ).toBeUndefined();
}

async function runShell(script: string, bin: string): Promise<Printed> {
  const child = start(script, bin);
  const text = collect(child);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, text: text() };
}

function runExample(example: Example, world: World): Promise<Printed> {
  if (example.language === 'sh') return runShell(example.text, world.bin);
  return isSuite(example) ? runSuite(example) : runTypeScript(example);
}

/** A suite is a file of tests: Vitest runs it, from the repository's folder as a user would from theirs. */
function runSuite(example: Example): Promise<Printed> {
  const folder = join(scratch, `suite-${example.line}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'contract.test.ts'), example.text);
  const vitest = join(repositoryFolder, 'node_modules/vitest/vitest.mjs');
  return runShell(`VITEST= "${process.execPath}" "${vitest}" run --dir "${folder}" --reporter=verbose`, '');
}

/** All at once: a compiler for each takes ten times as long. */
function compileAll(): void {
  const options = { module: 'nodenext', target: 'es2022', strict: true, skipLibCheck: true, types: ['node'], outDir: 'out' };
  const names = examples
    .filter((one) => one.language === 'ts' && !isSuite(one))
    .map((example) => {
      writeFileSync(join(scratch, `${nameOf(example)}.ts`), example.text);
      return `${nameOf(example)}.ts`;
    });
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: names }));
  execFileSync(join(repositoryFolder, 'node_modules/.bin/tsc'), ['-p', join(scratch, 'tsconfig.json')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function isSuite({ text }: Example): boolean {
  return text.includes("from 'mortise/vitest'");
}

function nameOf({ line }: Example): string {
  return `line-${line}`;
}

function runTypeScript(example: Example): Promise<Printed> {
  return runShell(`"${process.execPath}" "${join(scratch, 'out', `${nameOf(example)}.js`)}"`, '');
}

async function serve(example: Example, { bin, port }: World): Promise<Server> {
  const command = example.text.replace(STAYS, '').trim();
  const child = start(command.includes('-p ') || command.includes('--port') ? `exec ${command}` : `exec ${command} --port ${port}`, bin);
  const text = collect(child);
  const untilMs = Date.now() + READY_LIMIT_MS;
  while (!/https?:\/\//.test(text()) && child.exitCode === null && Date.now() < untilMs) await new Promise((done) => setTimeout(done, 10));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return { printed: text, stop };
}

function start(script: string, bin: string): ReturnType<typeof spawn> {
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, NO_COLOR: '1', COLUMNS: '120' };
  return spawn('bash', ['-c', script], { cwd: repositoryFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: ReturnType<typeof spawn>): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}
