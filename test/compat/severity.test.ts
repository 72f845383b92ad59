import { expect, it } from 'vitest';
import { derivationOf, severityOf } from '../../src/compat/severity.js';
import { compared, apiWith, asking } from './compared.js';

const EFFECTS = ['removed', 'added', 'narrowed', 'widened', 'changed', 'lifecycle', 'undecided'] as const;

it('severity follows from who writes and what became of what may travel', () => {
  const table = (['consumer-writes', 'provider-writes', 'both'] as const).map((direction) =>
    EFFECTS.map((effect) => severityOf({ direction, effect, guards: [] })),
  );
  expect(table).toEqual([
    ['error', 'info', 'error', 'info', 'error', 'info', 'warning'],
    ['warning', 'info', 'info', 'error', 'error', 'info', 'warning'],
    ['error', 'info', 'error', 'error', 'error', 'info', 'warning'],
  ]);
});

it.each([
  ['sunset', 'info'],
  ['unused', 'info'],
  ['unstable', 'warning'],
  ['robust-reader', 'warning'],
  ['annotation', 'warning'],
  ['optional', 'error'],
  ['deprecated', 'error'],
])('what was removed by a guard of %s weighs %s', (guard, expected) => {
  expect(severityOf({ direction: 'consumer-writes', effect: 'removed', guards: [guard] })).toBe(expected);
});

it('a guard never makes anything weigh more', () => {
  expect(severityOf({ direction: 'consumer-writes', effect: 'added', guards: ['robust-reader', 'annotation'] })).toBe('info');
  expect(severityOf({ direction: 'provider-writes', effect: 'removed', guards: ['optional', 'annotation'] })).toBe('info');
});

it('the derivation says who writes, what became of it, and each guard that counted', async () => {
  const { findings } = await compared(apiWith(asking({})), apiWith({}));
  expect(findings[0] === undefined ? [] : derivationOf(findings[0])).toEqual([
    'the consumer writes it, the provider reads it: all that older consumers write must be read by the newer provider',
    'a part is gone: what is written today finds nobody who reads it, so it is an error',
    'robust-reader: a reader that lets pass what it does not know is not stopped by it, so it is a warning',
  ]);
  expect(derivationOf({ code: 'models/drift', severity: 'error', args: {} })).toEqual([]);
});
