import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { coverageCases } from '../../src/check/request/coverage-cases.js';
import type { TestCase } from '../../src/check/test-case.js';
import { requestFromCase } from '../../src/check/request/wire-case.js';
import type { Contract, Operation } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { createMock } from '../../src/mock/mock.js';
import { createFetchHandler } from '../../src/mock/fetch-handler.js';
import type { HttpRequest } from '../../src/wire/http-message.js';
import { contextOf } from '../check/request/request-laws.js';
import { describeCorpus } from '../support/corpus.js';
import { startPrism } from '../support/prism-server.js';

const DOCUMENTS = [
  'oai-v2.0-petstore-expanded.yaml',
  'oai-v2.0-uber.json',
  'oai-v3.0-api-with-examples.yaml',
  'oai-v3.0-link-example.yaml',
  'oai-v3.0-uspto.yaml',
  'readme-train-travel-3.1.yaml',
  'readme-discriminators.yaml',
  'google-oauth2.json',
  'xkcd.json',
];

/** A request to both that was not answered alike. `MORTISE_PARITY=update` writes them all; each is then explained by hand. */
interface Difference {
  readonly document: string;
  readonly request: string;
  readonly prism: string;
  readonly mortise: string;
  /** One of the reasons. */
  readonly why: string;
}

interface Kept {
  /** By name: why two answers differ, and which of them is right. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
}

const FILE = join(import.meta.dirname, 'prism-differences.json');

describeCorpus('our engine and Prism, asked the same of real documents', (folder) => {
  it('answer alike, but for what is explained', { timeout: 600_000 }, async () => {
    const kept = JSON.parse(readFileSync(FILE, 'utf8')) as Kept;
    const known = new Map(kept.differences.map((one) => [keyOf(one), one]));
    const seen: Difference[] = [];
    let requestCount = 0;
    for (const document of DOCUMENTS) {
      const { differences, count } = await compared(document, join(folder, 'openapi', document));
      requestCount += count;
      seen.push(...differences.map((one) => ({ ...one, why: known.get(keyOf(one))?.why ?? '' })));
    }
    if (process.env['MORTISE_PARITY'] === 'update')
      writeFileSync(FILE, `${JSON.stringify({ ...kept, differences: seen }, undefined, 2)}\n`);
    expect(requestCount).toBeGreaterThan(300);
    expect(seen.filter(({ why }) => kept.reasons[why] === undefined)).toEqual([]);
    const stale = kept.differences.filter((one) => !seen.some((other) => keyOf(other) === keyOf(one)));
    expect(stale).toEqual([]);
  });
});

function keyOf({ document, request, prism, mortise }: Omit<Difference, 'why'>): string {
  return `${document} ${request} ${prism} ${mortise}`;
}

async function compared(
  document: string,
  file: string,
): Promise<{ readonly differences: readonly Omit<Difference, 'why'>[]; readonly count: number }> {
  const contract = await readContract(file, createDocumentPort({ cwd: '/', stdin: Readable.from([]) }));
  const answer = createFetchHandler(createMock(contract));
  const prism = await startPrism(file);
  const differences: Omit<Difference, 'why'>[] = [];
  let count = 0;
  try {
    for (const { name, request } of requestsTo(contract)) {
      count += 1;
      const [theirs, ours] = await Promise.all([
        fetch(`${prism.url}${request.target}`, { ...initOf(request), signal: AbortSignal.timeout(ANSWER_MS) }).then(
          shown,
          () => 'no answer',
        ),
        answer(new Request(`http://mock.test${request.target}`, initOf(request))).then(shown),
      ]);
      if (theirs !== ours) differences.push({ document, request: name, prism: theirs, mortise: ours });
    }
  } finally {
    await prism.close();
  }
  return { differences, count };
}

/** What both decide alike: the status, the media type, and of a success its content where an example gives it. */
async function shown(response: Response): Promise<string> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? '-';
  const text = await response.text();
  if (response.status >= 400) return `${response.status}`;
  const body = type.endsWith('json') && text !== '' ? JSON.stringify(sorted(JSON.parse(text))) : text;
  return `${response.status} ${type} ${body.length > 120 ? `${body.slice(0, 119)}…` : body}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

interface NamedRequest {
  readonly name: string;
  readonly request: HttpRequest;
}

/** Of each of the first operations: what is valid, what is not, and what is asked of a mock. */
function* requestsTo(contract: Contract): Iterable<NamedRequest> {
  for (const entry of contract.operations.slice(0, MAX_OPERATION_COUNT)) {
    const operation = entry.read();
    const cases = [...coverageCases(operation, contextOf(contract))].filter(({ override }) => override === undefined);
    const valid = cases.find(({ intent }) => intent.kind === 'valid');
    const invalid = spread(
      cases.filter(({ intent }) => intent.kind === 'invalid'),
      MAX_INVALID_COUNT,
    );
    for (const testCase of valid === undefined ? invalid : [valid, ...invalid]) {
      const request = requestOf(testCase, operation, contract);
      if (request !== undefined) yield { name: `${operation.method} ${operation.path}: ${testCase.name}`, request };
    }
    const plain = valid === undefined ? undefined : requestOf(valid, operation, contract);
    if (plain === undefined) continue;
    for (const [name, header] of Object.entries(ASKED))
      yield { name: `${operation.method} ${operation.path}: ${name}`, request: { ...plain, headers: [...plain.headers, ...header] } };
  }
}

function requestOf(testCase: TestCase, operation: Operation, contract: Contract): HttpRequest | undefined {
  const request = requestFromCase(testCase, { basePath: '', headers: {} });
  if (request === undefined) return undefined;
  const headers = [...request.headers];
  let target = request.target;
  for (const name of operation.security[0]?.keys() ?? []) {
    const scheme = contract.securitySchemes.get(name);
    if (scheme?.kind !== 'apiKey')
      headers.push('authorization', scheme?.kind === 'http' && scheme.scheme === 'basic' ? 'Basic dTpw' : 'Bearer token');
    else if (scheme.in === 'header') headers.push(scheme.name, 'key');
    else if (scheme.in === 'query') target += `${target.includes('?') ? '&' : '?'}${scheme.name}=key`;
  }
  return { ...request, target, headers };
}

function initOf({ method, headers, body }: HttpRequest): RequestInit {
  const fields = new Headers();
  for (let index = 0; index < headers.length; index += 2) fields.append(headers[index] ?? '', headers[index + 1] ?? '');
  return { method, headers: fields, body: method === 'GET' || method === 'HEAD' || body === undefined ? null : Buffer.from(body) };
}

function spread<T>(things: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, things.length / count);
  return Array.from({ length: Math.min(count, things.length) }, (_, index) => things[Math.floor(index * step)]).filter(
    (one) => one !== undefined,
  );
}

const ANSWER_MS = 10_000;
const MAX_OPERATION_COUNT = 8;
const MAX_INVALID_COUNT = 4;
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'asked for 404': ['prefer', 'code=404'],
  'asked for 599': ['prefer', 'code=599'],
  'asked for an image': ['accept', 'image/png'],
  'asked for an example that is not there': ['prefer', 'example=nobody'],
};
