import { describe, expect, it } from 'vitest';
import { readRecord } from '../../src/check/read-record.js';
import type { ReplayVerdict } from '../../src/check/replay-finding.js';
import { replayFinding } from '../../src/check/replay-finding.js';
import { runPair } from '../../src/check/run-pair.js';
import { lineFromHeader } from '../../src/check/run-record.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import type { NotesFault } from '../support/memory-notes.js';
import { NOTES_CONTRACT, notesProvider } from '../support/memory-notes.js';
import { empty, memoryWorld } from '../support/memory-ports.js';
import { textPort } from '../support/text-port.js';

const contract: Contract = await readContract('notes.yaml', textPort({ 'notes.yaml': NOTES_CONTRACT }));

describe('a finding, made again', () => {
  it('still fails while the fault is there, and is fixed when it is gone', async () => {
    const fault: NotesFault = (_, note) => (note !== undefined && note['stars'] === 5 ? empty(500) : undefined);
    const finding = recorded(await findingOf(fault));
    expect(await replayed(finding, fault)).toMatchObject({ kind: 'failing', failingCount: 3 });
    expect(await replayed(finding, () => undefined)).toMatchObject({ kind: 'fixed', failingCount: 0 });
  });

  it('is flaky when it fails now and then', async () => {
    const finding = recorded(
      await findingOf((request) => (request.target === '/notes' && request.method === 'GET' ? empty(500) : undefined)),
    );
    let count = 0;
    expect(await replayed(finding, () => (count++ === 0 ? empty(500) : undefined))).toMatchObject({ kind: 'flaky', failingCount: 1 });
  });

  it('creates anew what it was about: the ids of the first run mean nothing', async () => {
    const fault: NotesFault = (request) => (request.method === 'GET' && /^\/notes\/\d/.test(request.target) ? empty(500) : undefined);
    const found = await findingOf(fault, 'getNote');
    const finding = recorded(found);
    const steps = finding.replay?.steps.map(({ operation }) => operation);
    expect(steps?.[0]).toBe('createNote');
    expect(steps?.at(-1)).toBe('getNote');
    const { witness, kind } = await replayed(finding, fault, 41);
    expect(kind).toBe('failing');
    expect(witness.request?.line).toBe('GET /notes/42');
  });

  it('is found again when nobody answers', async () => {
    const fault: NotesFault = () => undefined;
    const world = memoryWorld({ answer: () => undefined });
    const { findings } = await runPair({ pair: PAIR, contract, options: { phases: ['examples'] }, signal: NEVER }, world.ports);
    const [finding] = findings;
    expect(finding?.code).toBe('check/no-answer');
    if (finding === undefined) return;
    const silent = memoryWorld({ answer: () => undefined });
    expect(await replayFinding({ pair: PAIR, contract, finding: recorded(finding), signal: NEVER }, silent.ports)).toMatchObject({
      kind: 'failing',
    });
    expect(await replayed(recorded(finding), fault)).toMatchObject({ kind: 'fixed' });
  });

  it('cannot be made again when the contract no longer has its operation, or it has no calls', async () => {
    const finding = await findingOf((_, note) => (note === undefined ? undefined : empty(500)));
    const other = await readContract(
      'c.yaml',
      textPort({ 'c.yaml': NOTES_CONTRACT.replace('operationId: createNote', 'operationId: addNote') }),
    );
    const world = memoryWorld({ answer: notesProvider() });
    await expect(replayFinding({ pair: PAIR, contract: other, finding, signal: NEVER }, world.ports)).rejects.toMatchObject({
      code: 'E_REPLAY_IMPOSSIBLE',
    });
    const { replay: _, ...bare } = finding;
    await expect(replayFinding({ pair: PAIR, contract, finding: bare, signal: NEVER }, world.ports)).rejects.toMatchObject({
      code: 'E_REPLAY_IMPOSSIBLE',
    });
  });
});

const NEVER = new AbortController().signal;
const PAIR = pairFromJson({ consumer: 'client', provider: 'notes' }, '');

async function findingOf(fault: NotesFault, operation?: string): Promise<Finding> {
  const world = memoryWorld({ answer: notesProvider(fault) });
  const { findings } = await runPair({ pair: PAIR, contract, options: { seed: '1' }, signal: NEVER }, world.ports);
  const finding = findings.find((one) => one.severity === 'error' && (operation === undefined || one.operation === operation));
  if (finding === undefined) throw new Error('nothing was found');
  return finding;
}

/** Through the record, as it really goes. */
function recorded(finding: Finding): Finding {
  const options = { phases: [], caseCount: 1, workers: 1, shard: undefined };
  const header = {
    id: '1',
    command: 'test' as const,
    version: '0',
    seed: '1',
    args: [],
    workspace: 'w',
    url: undefined,
    pairs: [],
    options,
    startedAtMs: 0,
  };
  const text = `${lineFromHeader(header)}\n${JSON.stringify({ type: 'finding', ...finding })}\n`;
  const [read] = readRecord(text, 'run.jsonl').findings;
  if (read === undefined) throw new Error('the record has no finding');
  return read;
}

/** On a provider that has created `createdCount` notes before. */
async function replayed(finding: Finding, fault: NotesFault, createdCount = 0): Promise<ReplayVerdict> {
  let provider = notesProvider(fault);
  const onOpen = (): void => {
    provider = notesProvider(fault);
    const body = new TextEncoder().encode('{"text":"before"}');
    const note = { method: 'POST', target: '/notes', headers: ['content-type', 'application/json'], body };
    for (let count = 0; count < createdCount; count += 1) provider(note);
  };
  // What a fault counts goes on from try to try.
  const world = memoryWorld({ answer: (request) => provider(request), onOpen });
  return replayFinding({ pair: PAIR, contract, finding, signal: NEVER }, world.ports);
}
