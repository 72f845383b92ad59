import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, parseRules } from '../../src/mock/rules.js';

describe('parseRules', () => {
  it('lets "request" stand for all rules of a request and later parts win', () => {
    expect(parseRules('request=warn,security=off')).toEqual({
      kind: 'rules',
      rules: { security: 'off', parameters: 'warn', body: 'warn', 'media-type': 'warn', response: 'warn' },
    });
  });

  it('leaves what is not named as it was', () => {
    expect(parseRules('response=error')).toEqual({ kind: 'rules', rules: { ...DEFAULT_RULES, response: 'error' } });
  });

  it.each(['', 'request', 'requests=warn', 'request=maybe', 'request=warn,,'])('refuses "%s"', (text) => {
    expect(parseRules(text).kind).toBe('invalid');
  });
});
