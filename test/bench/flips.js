// Probes every planted client again and again, with all processors kept busy when asked to, and prints each member that came out wrong.
//     node test/bench/flips.js [--repeat 100] [--busy 2] [client …]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CLIENTS, compareReport } from './lib/client-policies.js';

const { values, positionals } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    busy: { type: 'string', default: '0' },
    dist: { type: 'string', default: '../../dist' },
  },
  allowPositionals: true,
});
const { probeCommand } = await import(new URL(`${values.dist}/host/probe-command.js`, import.meta.url).href);
const clients = CLIENTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const busy = Array.from({ length: Number(values.busy) }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
let wrongCount = 0;
try {
  for (let round = 1; round <= Number(values.repeat); round += 1) {
    for (const { name, method = 'GET', expected } of clients) {
      const command = [process.execPath, new URL(`../../fixtures/programs/clients/${name}.js`, import.meta.url).pathname];
      const report = await probeCommand({ command, seed: String(round), request: { method, path: '/things/1' } });
      const { wrong, open } = compareReport(report.policy, expected);
      wrongCount += wrong.length;
      const seconds = (report.durationMs / 1_000).toFixed(1);
      console.log(`${round} ${name}: ${wrong.length} wrong, ${open.length} open, ${report.experimentCount} runs, ${seconds} s`);
      for (const line of wrong) console.log(`  WRONG ${line}`);
      for (const line of open) console.log(`  open ${line}`);
    }
  }
} finally {
  for (const child of busy) child.kill();
}
console.log(`${wrongCount} wrong`);
process.exitCode = wrongCount === 0 ? 0 : 1;
