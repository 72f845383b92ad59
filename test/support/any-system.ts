import * as fc from 'fast-check';
import type { ReportPair, ReportSystem } from '../../src/report/run/report-workspace.js';
import { maybe, withoutGaps } from './gapless.js';

/** Systems of that name. */
export function anySystem(name: string, text: fc.Arbitrary<string>): fc.Arbitrary<ReportSystem> {
  const message = withoutGaps({
    role: fc.constantFrom('request', 'response', 'event' as const),
    name: maybe(text),
    mediaType: maybe(text),
    schema: maybe(text),
    example: maybe(text),
  });
  const operation = withoutGaps({
    id: text,
    call: maybe(text.map((path) => `POST /${path}`)),
    channel: maybe(text),
    action: fc.constantFrom('send', 'receive', undefined),
    summary: maybe(text),
    description: maybe(text),
    isDeprecated: fc.constantFrom(true, undefined),
    messages: fc.array(message, { maxLength: 3 }),
  });
  return withoutGaps({
    name: fc.constant(name),
    kind: fc.constantFrom('calls', 'events', 'both', 'consumer' as const),
    contractFiles: fc.array(text, { maxLength: 2 }),
    title: maybe(text),
    version: maybe(text),
    description: maybe(text),
    operations: fc.uniqueArray(operation, { maxLength: 4, selector: ({ id }) => id }),
    operationCount: fc.nat({ max: 9 }),
    security: fc.array(fc.record({ name: text, kind: fc.constantFrom('http', 'oauth2') }), { maxLength: 2 }),
    protocols: fc.uniqueArray(fc.constantFrom('http', 'kafka', 'mqtt'), { maxLength: 2 }),
    stands: fc.constantFrom('mock', 'url', 'program', 'module' as const),
  }).map((system) => ({ ...system, operationCount: system.operations.length }));
}

/** Pairs of those names. */
export function anyPair(names: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<ReportPair> {
  return withoutGaps({
    consumer: fc.constantFrom(...names),
    provider: fc.constantFrom(...names),
    protocols: fc.constant(['http']),
    uses: maybe(fc.array(text, { maxLength: 3 })),
    auth: fc.uniqueArray(fc.constantFrom('bearer', 'basic', 'login' as const), { maxLength: 2 }),
    recovery: maybe(
      fc.constant({ timeout: '2s', retry: { attempts: 3, backoff: 'exponential', base: '100ms', factor: 2, jitter: 'full' } }),
    ),
  });
}

/** What tells pairs apart. */
export function pairKey({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string {
  return JSON.stringify([consumer, provider]);
}
