// Compares two documents in a process of its own, and prints what it took as JSON: `node compare-program.js <older> <newer>`.
import { readFileSync } from 'node:fs';
import { compareContracts, readContract } from '../../../dist/index.js';

const [older = '', newer = ''] = process.argv.slice(2);
const port = { readText: async (/** @type {string} */ file) => readFileSync(file, 'utf8') };
const contracts = [await readContract(older, port), await readContract(newer, port)];
const [before, after] = contracts;
if (before === undefined || after === undefined) throw new Error('two documents');
const startedAtMs = performance.now();
const startedCpu = process.cpuUsage();
const { findings } = compareContracts(before, after, { usage: [] });
const { user, system } = process.cpuUsage(startedCpu);
const errorCount = findings.filter(({ severity }) => severity === 'error').length;
const undecidedCount = findings.filter(({ compat }) => compat?.effect === 'undecided').length;
console.log(
  JSON.stringify({
    compareMs: performance.now() - startedAtMs,
    cpuMs: (user + system) / 1_000,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    findingCount: findings.length,
    errorCount,
    undecidedCount,
  }),
);
