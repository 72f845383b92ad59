import { describe, expect, it } from 'vitest';
import { probeCommand } from '../../../src/host/probe-command.js';
import { OBSERVED_MEMBERS } from '../../../src/recovery/probe/battery.js';
import type { ObservedMember } from '../../../src/recovery/probe/observed-policy.js';
import { comparePolicies, museumProgram, nodeFor, stablePolicy, storedPolicy, storePolicy, whyNot } from '../../support/museum.js';

/** `full` looks at every member, `update` also stores what it sees. */
const MODE = process.env['MORTISE_MUSEUM'];
const RETRY_AFTER: readonly ObservedMember[] = OBSERVED_MEMBERS.filter((member) => member.startsWith('retryAfter.'));
const WAITS: readonly ObservedMember[] = ['attempts', 'backoff', 'jitter'];

/** A client, and what of it is looked at in every run: that which tells it from others, and costs little. */
const CLIENTS: readonly (readonly [client: string, packageName: string, members: readonly ObservedMember[]])[] = [
  ['got-14', 'got-14', [...WAITS, ...RETRY_AFTER]],
  ['got-16', 'got-16', [...WAITS, ...RETRY_AFTER]],
  ['ky-1', 'ky-1', RETRY_AFTER],
  ['ky-2', 'ky-2', [...WAITS, ...RETRY_AFTER]],
  ['undici-7', 'undici-7', [...WAITS, 'retryAfter.past']],
  ['undici-8', 'undici-8', [...WAITS, 'retryAfter.past']],
  ['undici-7-no-retry-after', 'undici-7', ['retryAfter.seconds']],
  ['undici-8-no-retry-after', 'undici-8', ['retryAfter.seconds']],
  ['axios-retry', 'axios-retry', ['attempts', 'retryAfter.seconds']],
  ['axios-retry-exponential', 'axios-retry', WAITS],
  ['p-retry', 'p-retry', ['attempts', 'backoff', 'retryAfter.seconds']],
  ['stripe', 'stripe', [...WAITS, 'idempotencyKey', 'unsafeRetry']],
];

describe('a published client under the battery', () => {
  it.each(CLIENTS)(
    'recovers as it is known to: %s',
    async (client, packageName, usual) => {
      const reason = whyNot(packageName);
      if (reason !== undefined) return skipped(client, reason);
      const members = MODE === undefined ? usual : OBSERVED_MEMBERS;
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
    const of = (policy: typeof old, member: string): unknown => (policy['retryAfter'] as Record<string, unknown>)[member.split('.')[1] ?? ''];
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
