// Ten thousand cases and more for each correct shop of fixtures/programs/faulty: nothing may be found. `npm run build && node test/bench/twins.js`, or one of them: `… twins.js soft-delete`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const repositoryFolder = resolve(import.meta.dirname, '../..');
const programs = join(repositoryFolder, 'fixtures/programs/faulty');
const CASES_PER_OPERATION = 2_500;
const SHOP = 'the shop itself';

const twins = ['', ...readdirSync(join(programs, 'twins')).map((file) => file.replace(/\.js$/, ''))];
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mortise-twins-'));
try {
  for (const twin of twins) if (wanted.length === 0 || wanted.includes(twin || SHOP)) await testTwin(twin);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} twin - `''` for the shop itself */
async function testTwin(twin) {
  const shop = spawn(process.execPath, [join(programs, 'main.js')], {
    env: { ...process.env, PORT: '0', FAULT: twin },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(shop.stdout, 'data');
    const url = /http:\S+/.exec(String(line))?.[0];
    const beganAtMs = performance.now();
    const { exitCode, output } = await mortise(['test', workspaceAt(String(url)), '--cases', String(CASES_PER_OPERATION), '--json']);
    const seconds = (performance.now() - beganAtMs) / 1_000;
    const { summary, findings } = resultFrom(output);
    const told = findings.filter(({ severity }) => severity !== 'info');
    console.log(
      `${(twin || SHOP).padEnd(22)} ${summary.requestCount} requests in ${seconds.toFixed(1)} s, exit code ${exitCode}, findings above info: ${told.length}`,
    );
    for (const { code, operation, args } of told) console.log(`  ${code} ${operation} ${JSON.stringify(args)}`);
    if (told.length > 0 || exitCode !== 0) process.exitCode = 1;
  } finally {
    shop.kill('SIGKILL');
  }
}

/** @param {string} url */
function workspaceAt(url) {
  const file = join(folder, 'mortise.yaml');
  const systems = { client: {}, shop: { openapi: join(repositoryFolder, 'fixtures/specs/faulty.yaml'), url } };
  const pair = { consumer: 'client', provider: 'shop', auth: { bearer: 'shop-token-4711' } };
  writeFileSync(file, JSON.stringify({ systems, integrations: [pair] }));
  return file;
}

/** @param {readonly string[]} args */
async function mortise(args) {
  const child = spawn(process.execPath, [join(repositoryFolder, 'bin/mortise.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { exitCode, output };
}

/**
 * @param {string} output
 * @returns {{ readonly summary: { readonly requestCount: number },
 *   readonly findings: readonly { readonly code: string, readonly severity: string, readonly operation?: string, readonly args: object }[] }}
 */
function resultFrom(output) {
  return JSON.parse(output);
}
