/**
 * The functions that a piece of an exported test calls, each once, with those that they call themselves.
 *
 * @param code - of the test
 */
export function helpersFor(code: string): readonly string[] {
  const wanted = new Set<string>();
  const queue = [code];
  for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
    for (const [name, helper] of HELPERS) {
      if (wanted.has(name) || !text.includes(`${name}(`)) continue;
      wanted.add(name);
      queue.push(helper);
    }
  }
  return [...HELPERS].filter(([name]) => wanted.has(name)).map(([, helper]) => helper);
}

const CALL = `interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly durationMs: number;
}

async function call(method: string, target: string, headers: [string, string][], body?: string, encoding: 'utf8' | 'base64' = 'utf8'): Promise<Answer> {
  const startedAtMs = performance.now();
  const sent = body === undefined ? null : new Uint8Array(Buffer.from(body, encoding));
  const response = await fetch(\`\${baseUrl}\${target}\`, { method, headers, body: sent, redirect: 'manual' });
  const text = await response.text();
  return { url: response.url, status: response.status, headers: response.headers, text, durationMs: performance.now() - startedAtMs };
}`;

const VALUE_OF = `function valueOf({ text }: Answer, pointer: string): unknown {
  let value: unknown = text === '' ? undefined : JSON.parse(text);
  for (const token of pointer.split('/').slice(1)) {
    value = (value as Record<string, unknown> | null | undefined)?.[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}`;

const SIZE_OF = `function sizeOf(answer: Answer): number {
  const body = valueOf(answer, '');
  const lists = [body, ...Object.values((body ?? {}) as Record<string, unknown>)].filter((value) => Array.isArray(value));
  return Math.max(0, ...lists.map((list) => list.length));
}`;

const HEADER_OF = `function headerOf({ headers }: Answer, name: string): string {
  const value = headers.get(name);
  if (value === null) throw new Error(\`the answer has no header \${name}\`);
  return value;
}`;

const LOCATION_OF = `function locationOf(answer: Answer): string {
  const { pathname, search } = new URL(headerOf(answer, 'location'), answer.url);
  const before = new URL(String(baseUrl)).pathname.replace(/\\/$/, '');
  return \`\${pathname.startsWith(\`\${before}/\`) ? pathname.slice(before.length) : pathname}\${search}\`;
}`;

const SEGMENT_OF = `function segmentOf(answer: Answer, fromEnd: number): string {
  const segments = locationOf(answer).replace(/\\?.*$/s, '').split('/').filter((segment) => segment !== '');
  return decodeURIComponent(segments.at(-1 - fromEnd) ?? '');
}`;

const SECRET = `function secret(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(\`set \${variable}: the call needs it\`);
  return value;
}`;

const BASIC = `function basic(username: string, password: string): string {
  return \`Basic \${Buffer.from(\`\${secret(username)}:\${secret(password)}\`).toString('base64')}\`;
}`;

const UNESCAPED = `function unescaped(text: string): string {
  return text.replaceAll('\\\\n', '\\n').replaceAll('\\\\"', '"');
}`;

/** In the order in which they stand in a file. */
const HELPERS: ReadonlyMap<string, string> = new Map([
  ['call', CALL],
  ['sizeOf', SIZE_OF],
  ['valueOf', VALUE_OF],
  ['headerOf', HEADER_OF],
  ['locationOf', LOCATION_OF],
  ['segmentOf', SEGMENT_OF],
  ['secret', SECRET],
  ['basic', BASIC],
  ['unescaped', UNESCAPED],
]);
