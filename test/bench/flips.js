// Probes every planted client again and again, several side by side and with all processors kept busy when asked to, and prints for each
// member how often it was right, left open, and wrong.
//     node test/bench/flips.js [--repeat 100] [--busy 2] [--parallel 2] [--only backoff,jitter] [--dist ../../dist] [client …]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CLIENTS, compareReport } from './lib/client-policies.js';

const { values, positionals } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    busy: { type: 'string', default: '0' },
    parallel: { type: 'string', default: '1' },
    only: { type: 'string' },
    dist: { type: 'string', default: '../../dist' },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const { probeCommand } = await import(new URL(`${values.dist}/host/probe-command.js`, import.meta.url).href);
const { OBSERVED_MEMBERS } = await import(new URL(`${values.dist}/recovery/probe/battery.js`, import.meta.url).href);
const only = values.only?.split(',').flatMap((word) => OBSERVED_MEMBERS.filter((/** @type {string} */ member) => member.startsWith(word)));
const clients = CLIENTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

/** @type {Map<string, { right: number, open: number, wrong: string[] }>} */
const table = new Map();
/** @type {number[]} */
const durationsMs = [];
const queue = Array.from({ length: Number(values.repeat) }, (_, index) => clients.map((client) => ({ client, round: index + 1 }))).flat();
const busy = Array.from({ length: Number(values.busy) }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
try {
  await Promise.all(
    Array.from({ length: Number(values.parallel) }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await probeOnce(next);
    }),
  );
} finally {
  for (const child of busy) child.kill();
}
printTable();

/** @param {{ client: import('./lib/client-policies.js').ExpectedClient, round: number }} turn */
async function probeOnce({ client: { name, method = 'GET', expected }, round }) {
  const command = [process.execPath, new URL(`../../fixtures/programs/clients/${name}.js`, import.meta.url).pathname];
  const report = await probeCommand({ command, seed: String(round), request: { method, path: '/things/1' }, only });
  const asked = Object.fromEntries(
    Object.entries(expected).filter(([path]) => only === undefined || only.some((/** @type {string} */ one) => isOf(path, one))),
  );
  const { wrong, open } = compareReport(report.policy, asked);
  durationsMs.push(report.durationMs);
  for (const path of Object.keys(asked)) {
    const row = table.get(path) ?? { right: 0, open: 0, wrong: [] };
    const flips = wrong.filter((line) => line.startsWith(`${path}:`)).map((line) => `${name} ${round}: ${line}`);
    row.wrong.push(...flips);
    if (open.some((line) => line.startsWith(`${path}:`))) row.open += 1;
    else if (flips.length === 0) row.right += 1;
    table.set(path, row);
  }
  const seconds = (report.durationMs / 1_000).toFixed(1);
  console.log(`${round} ${name}: ${wrong.length} wrong, ${open.length} open, ${report.experimentCount} runs, ${seconds} s`);
  for (const line of wrong) console.log(`  WRONG ${line}`);
  if (values.verbose) for (const line of open) console.log(`  open ${line}`);
}

/** @param {string} path @param {string} member */
function isOf(path, member) {
  return path === member || path.startsWith(`${member}.`);
}

function printTable() {
  const width = Math.max(6, ...[...table.keys()].map((path) => path.length));
  console.log(`\n${'member'.padEnd(width)}  right   open  wrong`);
  for (const [path, { right, open, wrong }] of [...table].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${path.padEnd(width)}  ${[right, open, wrong.length].map((count) => String(count).padStart(5)).join('  ')}`);
  const flips = [...table.values()].flatMap(({ wrong }) => wrong);
  for (const line of flips) console.log(`WRONG ${line}`);
  const sorted = durationsMs.sort((a, b) => a - b).map((ms) => (ms / 1_000).toFixed(1));
  const middle = sorted[Math.floor(sorted.length / 2)];
  console.log(`${flips.length} wrong in ${sorted.length} batteries; seconds: median ${middle}, least ${sorted[0]}, most ${sorted.at(-1)}`);
  process.exitCode = flips.length === 0 ? 0 : 1;
}
