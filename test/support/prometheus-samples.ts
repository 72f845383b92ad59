import { expect } from 'vitest';

/** The samples of a page in Prometheus' text format, by name and labels; whatever is not of the format fails. */
export function prometheusSamples(page: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of page.split('\n')) {
    if (line === '') continue;
    const comment = /^# (?:HELP (\S+) (.*)|TYPE (\S+) (counter|gauge|histogram))$/.exec(line);
    if (comment !== null) {
      if (comment[3] !== undefined) types.set(comment[3], comment[4] ?? '');
      continue;
    }
    const [, name = '', labels = '', value = ''] =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?[\d.]+(?:e[+-]?\d+)?|[+-]Inf|NaN)$/.exec(line) ??
      [];
    expect(name, line).not.toBe('');
    expect(types.has(name) || types.has(name.replace(/_(?:bucket|sum|count)$/, '')), `${name} has a type`).toBe(true);
    expect(samples.has(`${name}${labels}`), `${line} stands there once`).toBe(false);
    samples.set(`${name}${labels}`, Number(value));
  }
  return samples;
}
