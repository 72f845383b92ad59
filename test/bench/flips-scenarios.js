// Runs every scenario with its wrong programs in real time again and again, and counts each verdict that came out otherwise than it must.
//     node test/bench/flips-scenarios.js [--repeat 100] [--first 1] [--busy 2] [--compress 20] [--workspace file] [--dist folder] [scenario …]
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';

/** @typedef {{ right: number, open: number, wrong: number, failed: number, notes: Set<string> }} Count */

const REPOSITORY = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    busy: { type: 'string', default: '0' },
    compress: { type: 'string', default: '20' },
    workspace: { type: 'string', default: 'contracts/scenarios/mortise.yaml' },
    dist: { type: 'string', default: '../../dist' },
  },
  allowPositionals: true,
});
/** @param {string} path */
const built = (path) => import(new URL(`${values.dist}/${path}`, import.meta.url).href);
/** @type {typeof import('../../src/index.js')} */
const { createDocumentPort, readWorkspace } = await built('index.js');
/** @type {typeof import('../../src/host/run-scenarios.js')} */
const { runScenarios } = await built('host/run-scenarios.js');
/** @type {typeof import('../../src/host/run-mutants.js')} */
const { nameOfMutant } = await built('host/run-mutants.js');
/** @type {typeof import('../../src/host/scenario-files.js')} */
const { scenarioFilesOf } = await built('host/scenario-files.js');

/** @type {Map<string, Count>} */
const counts = new Map();
const abort = new AbortController();
process.once('SIGINT', () => abort.abort()).once('SIGTERM', () => abort.abort());
const busy = Array.from({ length: Number(values.busy) }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
try {
  for (let round = Number(values.first); round < Number(values.first) + Number(values.repeat) && !abort.signal.aborted; round += 1)
    await runRound(round);
} finally {
  for (const child of busy) child.kill();
}
printTable();
process.exitCode = [...counts.values()].some(({ wrong }) => wrong > 0) ? 1 : 0;

/** @param {number} round */
async function runRound(round) {
  const documents = createDocumentPort({ cwd: REPOSITORY, stdin: Readable.from([]) });
  const workspace = await readWorkspace(values.workspace, documents, {});
  const files = (await scenarioFilesOf(workspace, REPOSITORY)).filter(
    (file) => positionals.length === 0 || positionals.some((name) => file.endsWith(`/${name}.arazzo.yaml`)),
  );
  await runScenarios({
    workspace,
    files,
    documents,
    env: process.env,
    cwd: REPOSITORY,
    seed: String(round),
    signal: abort.signal,
    scale: Number(values.compress),
    withMutants: true,
    journalFolder: false,
    onEnd: (outcome) => {
      for (const line of linesOf(outcome)) console.log(`${round} ${line}`);
    },
  });
}

/** @param {import('../../src/host/run-scenarios.js').ScenarioOutcome} outcome */
function linesOf(outcome) {
  const { name } = outcome.scenario;
  if (outcome.kind === 'skipped') return [];
  if (outcome.kind === 'failed') return [counted(name, 'failed', outcome.error.message)];
  const { result, mutants } = outcome;
  const errors = result.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return [
    errors.length === 0 ? counted(name, 'right', '') : counted(name, 'wrong', errors.join(', ')),
    ...mutants.map(({ mutant, verdict, refuted, error }) => {
      const kind = verdict === 'told' ? 'right' : verdict === 'survived' ? 'open' : verdict === 'failed' ? 'failed' : 'wrong';
      return counted(
        `${name} ${nameOfMutant(mutant)}`,
        kind,
        kind === 'right' ? '' : `${verdict}: ${error?.message ?? refuted.join(', ')}`,
      );
    }),
  ];
}

/**
 * @param {string} name - of a scenario, and of the wrong program in it
 * @param {'right' | 'open' | 'wrong' | 'failed'} kind - `open`: a wrong program that was not told from a right one
 * @param {string} note
 */
function counted(name, kind, note) {
  const count = counts.get(name) ?? { right: 0, open: 0, wrong: 0, failed: 0, notes: new Set() };
  count[kind] += 1;
  if (note !== '') count.notes.add(note);
  counts.set(name, count);
  return `${kind} ${name}${note === '' ? '' : ` (${note})`}`;
}

function printTable() {
  console.log('\nright  open wrong failed');
  for (const [name, { right, open, wrong, failed, notes }] of counts) {
    const figures = [right, open, wrong, failed].map((count) => String(count).padStart(5)).join(' ');
    console.log(`${figures}  ${name}${notes.size === 0 ? '' : `: ${[...notes].join('; ')}`}`);
  }
}
