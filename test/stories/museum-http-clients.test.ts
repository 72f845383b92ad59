import { describe, expect, it } from 'vitest';
import { probeCommand } from '../../src/host/probe-command.js';
import { OBSERVED_MEMBERS } from '../../src/recovery/probe/observed-members.js';
import type { ObservedMember } from '../../src/recovery/probe/observed-policy.js';
import { comparePolicies, museumProgram, nodeFor, stablePolicy, storedPolicy, storePolicy, whyNot } from '../support/museum.js';

/** `usual` looks at the members that tell clients apart, `full` at every one, `update` also stores what it sees. Beside other tests the battery would take turns with them for minutes. */
const MODE = process.env['MORTISE_MUSEUM'];
const WAITS: readonly ObservedMember[] = ['attempts', 'backoff', 'jitter'];

/** A client, and what of it is looked at in every run: that which tells it from others, and costs little. */
const CLIENTS: readonly (readonly [client: string, packageName: string, members: readonly ObservedMember[]])[] = [
  ['got-14', 'got-14', ['attempts', 'retryAfter.huge']],
  ['got-16', 'got-16', ['attempts', 'retryAfter.huge']],
  ['ky-1', 'ky-1', ['attempts', 'retryAfter.garbage']],
  ['ky-2', 'ky-2', ['attempts', 'retryAfter.garbage']],
  ['undici-7', 'undici-7', WAITS],
  ['undici-8', 'undici-8', WAITS],
  ['undici-7-no-retry-after', 'undici-7', ['retryAfter.seconds']],
  ['undici-8-no-retry-after', 'undici-8', ['retryAfter.seconds']],
  ['axios-retry', 'axios-retry', ['attempts', 'retries.statuses']],
  ['axios-retry-exponential', 'axios-retry', WAITS],
  ['p-retry', 'p-retry', ['retries.statuses']],
  // It waits 80 s for each answer: the battery takes minutes.
  ['stripe', 'stripe', []],
];

describe('a published client under the battery', () => {
  it.each(CLIENTS)(
    'recovers as it is known to: %s',
    async (client, packageName, usual) => {
      const reason = whyNot(packageName);
      if (reason !== undefined) return skipped(client, reason);
      if (MODE === undefined) return skipped(client, 'takes a quiet machine: MORTISE_MUSEUM=usual');
      if (MODE === 'usual' && usual.length === 0) return skipped(client, 'takes minutes: MORTISE_MUSEUM=full');
      const members = MODE === 'usual' ? usual : OBSERVED_MEMBERS;
      const command = [nodeFor(packageName) ?? process.execPath, museumProgram(client)];
      const { policy } = await probeCommand({ command, only: members, seed: 'museum', timeoutMs: PROBE_TIMEOUT_MS });
      if (MODE === 'update') storePolicy(client, stablePolicy(policy));
      const { different, undecided } = comparePolicies(storedPolicy(client), policy, members);
      for (const { member, reason: why } of undecided) skipped(`${client} ${member}`, why);
      expect(different).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );
});

describe('two versions of one client', () => {
  it.each([
    // https://github.com/nodejs/undici: `retryAfter: false` is documented, and was looked at by nobody.
    ['undici-7-no-retry-after', 'undici-8-no-retry-after', ['retryAfter.seconds', 'retryAfter.date']],
    ['ky-1', 'ky-2', ['retryAfter.garbage']],
    ['got-14', 'got-16', ['retryAfter.huge']],
  ] as const)('are told apart by what is stored of them: %s and %s', (before, after, members) => {
    const [old, fixed] = [storedPolicy(before), storedPolicy(after)];
    const of = (policy: typeof old, member: string): unknown =>
      (policy['retryAfter'] as Record<string, unknown>)[member.split('.')[1] ?? ''];
    for (const member of members) {
      expect([member, of(fixed, member)]).not.toEqual([member, of(old, member)]);
      expect(of(old, member)).not.toBeNull();
      expect(of(fixed, member)).not.toBeNull();
    }
  });
});

function skipped(what: string, reason: string): void {
  process.stdout.write(`not compared: ${what}: ${reason}\n`);
}

const PROBE_TIMEOUT_MS = 150_000;
const TEST_TIMEOUT_MS = 180_000;
