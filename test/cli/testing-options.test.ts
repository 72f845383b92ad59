import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments.js';
import { TEST_HELP } from '../../src/cli/test-help.js';
import type { TestSettings } from '../../src/cli/testing-options.js';
import { asksForAll, testSettingsFrom } from '../../src/cli/testing-options.js';

const settings = (...words: string[]): TestSettings => testSettingsFrom(parseArguments(words, TEST_HELP).options);

describe('the settings of a test', () => {
  it('are all left to their defaults when nothing is said', () => {
    const { filters, checkLevels, ...others } = settings();
    expect(Object.values(others).every((value) => value === undefined)).toBe(true);
    expect(filters).toEqual({ operations: [], tags: [], methods: [], paths: [] });
    expect(checkLevels.size).toBe(0);
  });

  it('are read from every option', () => {
    expect(
      settings(
        ...[
          '--phase',
          'coverage',
          '--phase=fuzzing',
          '--cases',
          '200',
          '--seed',
          'x',
          '--max-time',
          '2m',
          '--workers',
          '4',
          '--shard',
          '2/3',
        ],
        ...['--rate-limit', '60/m', '--operation', 'get*', '--tag', 'a', '--method', 'get,post', '--path', '/orders/*'],
        ...['--check', 'response-time=warning', '--check', 'check/nothing-leaked=off', '--timeout', '500', '--max-response-time', '250ms'],
      ),
    ).toEqual({
      phases: ['coverage', 'fuzzing'],
      caseCount: 200,
      seed: 'x',
      filters: { operations: ['get*'], tags: ['a'], methods: ['GET', 'POST'], paths: ['/orders/*'] },
      checkLevels: new Map([
        ['response-time', 'warning'],
        ['nothing-leaked', 'off'],
      ]),
      maxTimeMs: 120_000,
      workers: 4,
      shard: { index: 2, count: 3 },
      ratePerSecond: 1,
      timeoutMs: 500,
      maxResponseTimeMs: 250,
    });
  });

  it.each<readonly [readonly string[], object]>([
    [['--phase', 'covrage'], { option: '--phase', suggestion: 'coverage' }],
    [['--check', 'respons-time=off'], { option: '--check', suggestion: 'response-time' }],
    [['--check', 'response-time=of'], { option: '--check response-time', suggestion: 'off' }],
    [['--check', 'response-time'], { option: '--check', seen: 'response-time' }],
    [['--cases', 'many'], { option: '--cases' }],
    [['--workers', '0'], { option: '--workers' }],
    [['--shard', '3/2'], { option: '--shard' }],
    [['--rate-limit', 'slow'], { option: '--rate-limit' }],
    [['--max-time', '10'], { option: '--max-time' }],
  ])('refuse %j', (words, args) => {
    expect(() => settings(...words)).toThrow(expect.objectContaining({ code: 'E_ARGUMENT_VALUE', args: expect.objectContaining(args) }));
  });

  it.each<readonly [readonly string[], boolean]>([
    [[], true],
    [['--cases', '5', '--check', 'response-time=off', '--workers', '2'], true],
    [['--phase', 'fuzzing'], false],
    [['--shard', '1/2'], false],
    [['--tag', 'a'], false],
  ])('know that %j asks for everything: %s', (words, isAll) => expect(asksForAll(settings(...words))).toBe(isAll));
});
