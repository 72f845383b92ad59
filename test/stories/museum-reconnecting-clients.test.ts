import { describe, expect, it } from 'vitest';
import { expectationsFromJson } from '../../src/policy/expectations-from-json.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import type { JsonObject } from '../../src/base/json.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { judgeRun } from '../../src/recovery/judge-run.js';
import type { Judgement } from '../../src/recovery/oracle.js';
import { museumProgram, nodeFor, storedPolicy, storePolicy, whyNot } from '../support/museum.js';
import { CONSUMER, journalOfDropped, journalOfRefused, PROVIDER, waitsOfReconnects } from '../support/reconnects.js';

/** A client that speaks no HTTP, the reconnects that its documentation claims, and claims by which it comes too early or too often. */
interface Reconnects {
  readonly claimed: JsonObject;
  readonly wrong: readonly JsonObject[];
}

const CLIENTS: Readonly<Record<string, Reconnects>> = {
  // README, "Auto-reconnect": 50 ms, doubled up to 5 s, and up to 199 ms of chance on top.
  ioredis: {
    claimed: { backoff: 'exponential', base: '50ms', factor: 2, cap: '5s', jitter: { kind: 'additive', max: '200ms' } },
    wrong: [
      { backoff: 'exponential', base: '250ms', factor: 2, cap: '5s', jitter: { kind: 'additive', max: '200ms' } },
      { backoff: 'constant', base: '5s', jitter: 'none' },
    ],
  },
  // README, `reconnectPeriod`.
  mqtt: {
    claimed: { backoff: 'constant', base: '1s', jitter: 'none' },
    wrong: [
      { backoff: 'constant', base: '2s', jitter: 'none' },
      { backoff: 'constant', base: '1s', jitter: 'none', attempts: 4 },
    ],
  },
};

describe.each(Object.entries(CLIENTS))('%s', (name, { claimed, wrong }) => {
  it.each([
    ['are accepted and dropped', journalOfDropped],
    ['are refused', journalOfRefused],
  ])('connects again as its documentation says when its connections %s', async (_how, journalOf) => {
    const reason = whyNot(name);
    if (reason !== undefined) return void process.stdout.write(`not compared: ${name}: ${reason}\n`);
    const command = [nodeFor(name) ?? process.execPath, museumProgram(name)];
    const journal = await journalOf({ command, scale: SCALE, connectionCount: CONNECTION_COUNT });
    const judgement = judged(journal, claimed);
    expect(judgement?.verdict.kind, JSON.stringify(judgement)).not.toBe('refuted');
    for (const claim of wrong) expect(judged(journal, claim)).toMatchObject({ verdict: { kind: 'refuted' } });
  });
});

describe.each(Object.keys(CLIENTS))('%s, seen several times', (name) => {
  it('waits as it is known to', async () => {
    const reason = whyNot(name);
    if (reason !== undefined) return void process.stdout.write(`not compared: ${name}: ${reason}\n`);
    const command = [nodeFor(name) ?? process.execPath, museumProgram(name)];
    const program = { command, scale: SCALE, connectionCount: CONNECTION_COUNT };
    const journals = await Promise.all(Array.from({ length: RUN_COUNT }, () => journalOfDropped(program)));
    const seen = waitsOfReconnects(journals);
    if (process.env['MORTISE_MUSEUM'] === 'update') storePolicy(name, seen);
    const undecided = [...(seen.backoff.kind === null ? ['backoff'] : []), ...(seen.jitter.present === null ? ['jitter'] : [])];
    for (const member of undecided) process.stdout.write(`not compared: ${name} ${member}: its waits were not clear enough\n`);
    expect({ ...storedPolicy(name), ...Object.fromEntries(undecided.map((member) => [member, null])) }).toEqual({
      ...seen,
      ...Object.fromEntries(undecided.map((member) => [member, null])),
    });
  });
});

function judged(journal: RunJournal, reconnect: JsonObject): Judgement | undefined {
  const policy = policyFromJson({ reconnect });
  const claims = { consumer: CONSUMER, provider: PROVIDER, policy, expectations: expectationsFromJson({}) };
  return judgeRun(journal, claims).find(({ claim }) => claim === 'reconnect');
}

/** Slow enough for waits of 50 ms. */
const SCALE = 4;
const CONNECTION_COUNT = 9;
const RUN_COUNT = 6;
