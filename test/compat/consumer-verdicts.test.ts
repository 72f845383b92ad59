import { expect, it } from 'vitest';
import { consumerVerdicts } from '../../src/compat/consumer-verdicts.js';
import type { MessageUsage, OperationUsage, Usage } from '../../src/compat/usage/usage.js';
import type { AffectedConsumer, Finding } from '../../src/finding/finding.js';
import { apiWith, compared, giving } from './compared.js';

type Verdict = AffectedConsumer['verdict'];

function found(id: string, severity: Finding['severity'], verdict: Verdict): Finding {
  const affected: AffectedConsumer = { consumer: 'web', verdict, interactionCount: 1, evidence: '' };
  const compat = { direction: 'both', effect: 'changed', guards: [], operations: [], consumers: [affected] } as const;
  return { id, code: 'compat/operation-removed', severity, args: {}, compat };
}

function called(path: string, interactionCount: number, lastSeenOn: string | undefined): OperationUsage {
  return { method: 'GET', path, interactionCount, lastSeenOn, sent: [], received: [] };
}

function received(count: number, lastSeenOn: string | undefined): MessageUsage {
  return { channel: 'placed', action: 'receive', message: undefined, count, lastSeenOn, sent: [], reads: undefined };
}

function usageOf(operations: readonly OperationUsage[], messages: readonly MessageUsage[] = [], consumer = 'web'): Usage {
  return { consumer, provider: 'shop', sources: [], operations, messages };
}

it.each<[string, readonly (readonly [Finding['severity'], Verdict])[], Verdict, readonly string[]]>([
  ['nothing touches it', [], 'safe', []],
  ['what touches it is safe for it', [['error', 'safe']], 'safe', []],
  ['what is not known of it is only information', [['info', 'unknown']], 'safe', []],
  [
    'one of all is not known',
    [
      ['error', 'safe'],
      ['warning', 'unknown'],
    ],
    'unknown',
    ['f1'],
  ],
  [
    'one of all breaks it',
    [
      ['warning', 'unknown'],
      ['error', 'breaks'],
      ['error', 'safe'],
    ],
    'breaks',
    ['f0', 'f1'],
  ],
])('where %s, that is the verdict of a consumer', (_, all, expected, ids) => {
  const findings = all.map(([severity, verdict], index) => found(`f${index}`, severity, verdict));
  const [web] = consumerVerdicts(findings, [usageOf([called('/a', 1, undefined)])]);
  expect([web?.verdict, web?.findings]).toEqual([expected, ids]);
});

it('a verdict rests on all that was seen, of calls and of messages, in whatever order', () => {
  const first = usageOf([called('/a', 3, '2026-03-02'), called('/b', 4, '2026-01-01')], [received(5, '2026-02-02')]);
  const later = usageOf([called('/a', 1, undefined)], [received(2, '2026-04-01')], 'app');
  const told = consumerVerdicts([], [first, later, usageOf([called('/c', 10, '2026-01-05')])]);
  expect(told.map(({ consumer, interactionCount, lastSeenOn }) => [consumer, interactionCount, lastSeenOn])).toEqual([
    ['app', 3, '2026-04-01'],
    ['web', 22, '2026-03-02'],
  ]);
});

it('of one edit that shows in several answers the worst of them is told', async () => {
  const answered = (path: string, reads: string): OperationUsage => ({
    ...called(path, 1, undefined),
    method: 'POST',
    received: [
      {
        status: 200,
        mediaType: 'application/json',
        headers: undefined,
        reads: [{ pointer: `/${reads}`, count: 1, survives: { null: false, absent: false, newValue: false } }],
      },
    ],
  });
  const order = (type: string): Parameters<typeof compared>[0] => {
    const operation = { ...giving({ $ref: '#/components/schemas/Order' }) };
    const schemas = { Order: { type: 'object', properties: { id: { type }, at: { type: 'string' } } } };
    return { ...apiWith({}, { components: { schemas } }), paths: { '/a': { post: operation }, '/b': { post: operation } } };
  };
  for (const usage of [usageOf([answered('/a', 'at'), answered('/b', 'id')]), usageOf([answered('/a', 'id'), answered('/b', 'at')])]) {
    const { findings } = await compared(order('string'), order('integer'), { usage: [usage], provider: 'shop' });
    expect(findings.map(({ compat }) => compat?.consumers.map(({ verdict }) => verdict))).toEqual([['breaks']]);
  }
});
