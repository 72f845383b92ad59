// Tests one contract at one address and prints what it did: node run-cases.js <contract> <url> <cases per operation> <record file>
import { Readable } from 'node:stream';
import { createDocumentPort, testWorkspace, workspaceFromContractFile } from '../../../dist/index.js';

const [file = '', url = '', caseCount = '', record = ''] = process.argv.slice(2);
const workspace = workspaceFromContractFile(file);
const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, url }]));
const common = {
  workspace: { ...workspace, systems },
  documents: createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) }),
  env: {},
  cwd: process.cwd(),
  version: 'bench',
  phases: /** @type {const} */ (['fuzzing']),
  // Two lanes at a time: while one waits for the server, the other works.
  workers: 2,
  recordFile: record,
  signal: new AbortController().signal,
};
await testWorkspace({ ...common, seed: 'warm', caseCount: 300 });
const cpu = process.cpuUsage();
const { summary, findings } = await testWorkspace({ ...common, seed: 'bench', caseCount: Number(caseCount) });
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    requestCount: summary.requestCount,
    durationMs: summary.durationMs,
    cpuMs: (user + system) / 1_000,
    findings: findings.map(({ code, operation, args }) => `${code} ${operation} ${args['expected']} ${args['seen']}`),
  }),
);
