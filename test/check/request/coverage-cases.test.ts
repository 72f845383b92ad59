import { describe, expect, it } from 'vitest';
import { coverageCases } from '../../../src/check/request/coverage-cases.js';
import { requestClauses } from '../../../src/check/request/request-clauses.js';
import type { RequestContext } from '../../../src/check/request/request-context.js';
import { requestFromCase } from '../../../src/check/request/wire-case.js';
import type { ClausePlace, TestCase } from '../../../src/check/test-case.js';
import type { Contract, Operation } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { operationOf } from '../../support/operation-of.js';
import { textPort } from '../../support/text-port.js';
import { contextOf, faultOf, operationsOf, pairOf, serverOf, shownCase } from './request-laws.js';

const TEXT = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
    certificate: { type: mutualTLS }
    sid: { type: apiKey, in: cookie, name: sid }
paths:
  /items:
    get:
      operationId: list
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: sort, in: query, required: true, schema: { enum: [asc, desc] } }
        - { name: deep, in: query, schema: { type: boolean } }
        - { name: X-Trace, in: header, schema: { type: string, maxLength: 8 } }
      responses: { '200': { description: Found. } }
    post:
      operationId: create
      security: [{ key: [] }]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: { name: { type: string, minLength: 2 }, born: { type: string, format: date } }
      responses: { '201': { description: Made. } }
  /items/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: show
      security: [{ key: [] }, {}]
      responses: { '200': { description: Found. } }
    put:
      operationId: certified
      security: [{ certificate: [] }]
      responses: { '204': { description: Kept. } }
    delete:
      operationId: remove
      security: [{ key: [] }, { sid: [] }]
      responses: { '204': { description: Gone. } }
  /items/mine:
    get:
      operationId: mine
      responses: { '200': { description: Found. } }
`;

const contract = await readContract('shop.yaml', textPort({ 'shop.yaml': TEXT }));
const context = contextOf(contract);

const operation = (id: string, of: Contract = contract): Operation => operationOf(of, id);

function casesOf(id: string, fields: Partial<RequestContext> = {}): readonly TestCase[] {
  return [...coverageCases(operation(id), { ...context, ...fields })];
}

function named(cases: readonly TestCase[], name: string): TestCase {
  const found = cases.find((testCase) => testCase.name === name);
  if (found === undefined) throw new Error(`no case "${name}" among ${cases.map((testCase) => testCase.name).join('; ')}`);
  return found;
}

function breachOf({ intent }: TestCase): unknown {
  return intent.kind === 'invalid' ? intent.breach : undefined;
}

function keyOf({ keyword, file, pointer }: ClausePlace): string {
  return `${keyword} ${file}#${pointer}`;
}

async function contractFromFile(file: string): Promise<Contract> {
  return readContract(file, createDocumentPort({ cwd: process.cwd(), stdin: process.stdin }));
}

describe('the coverage cases of an operation', () => {
  it('begin with the plain request and the full one', () => {
    const [plain, full] = casesOf('list');
    expect(plain).toMatchObject({ name: 'nothing but what is required', phase: 'coverage', intent: { kind: 'valid' } });
    expect([...(plain?.parameters.keys() ?? [])]).toEqual(['query:sort']);
    expect(full?.name).toBe('all optional parts');
    expect(full?.parameters.size).toBe(4);
  });

  it('sit at each limit and one step beyond, by names that people read', () => {
    const cases = casesOf('list');
    expect(named(cases, 'query limit at its maximum 100').parameters.get('query:limit')).toBe(100);
    const beyond = named(cases, 'query limit above its maximum 100');
    const maximum = { keyword: 'maximum', file: 'shop.yaml', pointer: '/paths/~1items/get/parameters/0/schema/maximum' };
    expect(breachOf(beyond)).toEqual({
      keyword: 'maximum',
      location: ['query', 'limit'],
      place: { file: 'shop.yaml', pointer: maximum.pointer },
    });
    expect(beyond.exercises).toEqual([maximum]);
    expect([...beyond.parameters.keys()]).toEqual(['query:sort', 'query:limit']);
  });

  it('send large numbers and odd texts where no limit is set, as far as the wire carries them', async () => {
    const parameters = [
      ...['{ name: page, in: query, schema: { type: integer } }', '{ name: q, in: query, schema: { type: string } }'],
      ...['{ name: id, in: path, required: true, schema: { type: string } }', '{ name: X-A, in: header, schema: { type: string } }'],
    ];
    const text = `{ openapi: 3.1.0, info: { title: A, version: '1' }, paths: { '/a/{id}': { get: { operationId: free, parameters: [${parameters}] } } } }`;
    const free = await readContract('free.yaml', textPort({ 'free.yaml': text }));
    const cases = [...coverageCases(operation('free', free), contextOf(free))];
    const valuesOf = (name: string): readonly unknown[] => cases.map(({ parameters: sent }) => sent.get(name));
    expect(valuesOf('query:page')).toEqual(expect.arrayContaining([2 ** 31, -1, 0, 2 ** 53 - 1]));
    expect(named(cases, 'query q with line breaks, a tab and a backslash').intent.kind).toBe('valid');
    expect(named(cases, 'path id of 256 characters').intent.kind).toBe('valid');
    expect(valuesOf('path:id').some((value) => String(value).includes('"'))).toBe(true);
    expect(valuesOf('path:id').some((value) => String(value).includes('\\'))).toBe(false);
    expect(valuesOf('header:X-A').every((value) => /^[ -~]*$/.test(String(value)))).toBe(true);
  });

  it('break the type of a body by a list before anything else', () => {
    const broken = casesOf('create').filter(({ name }) => name.startsWith('body') && name.endsWith('instead of an object'));
    expect(broken.map(({ body }) => body?.value)).toEqual([[], null, 0, 'text', true, [null]]);
  });

  it('miss each required part once', () => {
    expect(breachOf(named(casesOf('list'), 'without its required query sort'))).toEqual({
      keyword: 'required',
      location: ['query', 'sort'],
      place: { file: 'shop.yaml', pointer: '/paths/~1items/get/parameters/1' },
    });
    expect(named(casesOf('create'), 'without its required body').body).toBeUndefined();
    expect(casesOf('show').filter(({ name }) => name.startsWith('without'))).toEqual([]);
  });

  it('break the body at every depth', () => {
    expect(breachOf(named(casesOf('create'), 'body name missing'))).toMatchObject({ keyword: 'required', location: ['body'] });
    const short = casesOf('create').find(({ intent }) => intent.kind === 'invalid' && intent.breach.keyword === 'minLength');
    expect(short?.intent).toMatchObject({ breach: { location: ['body', 'name'] } });
    expect(casesOf('create').some(({ intent }) => intent.kind === 'invalid' && intent.breach.keyword === 'format')).toBe(true);
  });

  it('send broken JSON under the declared type, and a type that nobody declared', () => {
    const cases = casesOf('create');
    const broken = requestFromCase(named(cases, 'body of broken JSON'), { basePath: '', headers: {} });
    expect(headerValue(broken?.headers ?? [], 'content-type')).toBe('application/json');
    expect(() => JSON.parse(new TextDecoder().decode(broken?.body))).toThrow(SyntaxError);
    const undeclared = requestFromCase(named(cases, 'body of an undeclared content type'), { basePath: '', headers: {} });
    expect(headerValue(undeclared?.headers ?? [], 'content-type')).toBe('application/x-undeclared');
  });

  it('ask by undeclared methods once for each path, never by those that servers answer of their own', () => {
    const methods = (id: string): readonly (string | undefined)[] =>
      casesOf(id).flatMap(({ intent, override }) => (intent.kind === 'undeclared-method' ? [override?.method] : []));
    expect(methods('list')).toEqual(['PATCH', 'PUT', 'DELETE']);
    expect(methods('create')).toEqual([]);
    expect(methods('show')).toEqual(['PATCH', 'POST']);
    // The other path takes `PUT /items/mine`, and DELETE too.
    expect(methods('mine')).toEqual(['PATCH', 'POST']);
  });

  it('ask for the methods of a path by the first operation that the pair uses', () => {
    const pair = pairOf({ uses: ['create'] });
    expect(casesOf('create', { pair }).filter(({ intent }) => intent.kind === 'undeclared-method').length).toBe(3);
  });

  it('come without credentials, with wrong ones and with others where the contract lets no stranger in', () => {
    const kinds = (id: string): readonly string[] =>
      casesOf(id).flatMap(({ intent, credentials }) => (intent.kind === 'unauthorised' ? [credentials] : []));
    expect(kinds('create')).toEqual(['none', 'wrong', 'other-scheme']);
    expect(kinds('remove')).toEqual(['none', 'wrong', 'other-scheme', 'wrong 0', 'wrong 1']);
    expect(kinds('list')).toEqual([]);
    expect(kinds('show')).toEqual([]);
    expect(kinds('certified')).toEqual([]);
  });

  it('ask for a deletion as strangers before anybody does: afterwards there is nothing that they could delete', () => {
    const kinds = casesOf('remove').map(({ intent }) => intent.kind);
    expect(kinds.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'unauthorised'));
    expect(kinds.slice(5)).not.toContain('unauthorised');
    expect(casesOf('remove')[5]?.name).toBe('nothing but what is required');
  });

  it('let every two choices of optional parts meet', () => {
    const valid = casesOf('list').filter(({ intent }) => intent.kind === 'valid');
    const choicesOf = ({ parameters }: TestCase): readonly string[] => [
      `limit ${parameters.has('query:limit')}`,
      `sort ${String(parameters.get('query:sort'))}`,
      `deep ${String(parameters.get('query:deep'))}`,
      `trace ${parameters.has('header:X-Trace')}`,
    ];
    const met = new Set(
      valid.flatMap((testCase) => choicesOf(testCase).flatMap((one) => choicesOf(testCase).map((other) => `${one} & ${other}`))),
    );
    const choices = [
      ['limit true', 'limit false'],
      ['sort asc', 'sort desc'],
      ['deep true', 'deep false', 'deep undefined'],
      ['trace true', 'trace false'],
    ];
    for (const [index, ones] of choices.entries()) {
      for (const others of choices.slice(index + 1))
        for (const one of ones) for (const other of others) expect([...met]).toContain(`${one} & ${other}`);
    }
  });

  it('keep what the pair gives, and break it only on purpose', () => {
    const cases = casesOf('show', { pair: pairOf({ parameters: { id: 41 } }) });
    for (const { parameters, intent } of cases) if (intent.kind !== 'invalid') expect(parameters.get('path:id')).toBe(41);
    expect(cases.some(({ intent }) => intent.kind === 'invalid')).toBe(true);
  });

  it('use what the provider gave out for the plain request', () => {
    const suggest: RequestContext['suggest'] = (slot) => (slot.name === 'id' ? ['no number', 77] : []);
    expect(casesOf('show', { suggest })[0]?.parameters.get('path:id')).toBe(77);
  });

  it('exercise every clause of the request', () => {
    for (const id of ['list', 'create', 'show']) {
      const exercised = new Set(casesOf(id).flatMap(({ exercises }) => exercises.map(keyOf)));
      expect(
        requestClauses(operation(id))
          .map(keyOf)
          .filter((clause) => !exercised.has(clause)),
      ).toEqual([]);
    }
  });

  it('are none for an operation without requests', async () => {
    const text = TEXT.replace('{ enum: [asc, desc] }', 'false');
    const hollow = await readContract('shop.yaml', textPort({ 'shop.yaml': text }));
    expect([...coverageCases(operation('list', hollow), contextOf(hollow))]).toEqual([]);
  });
});

describe('the laws of coverage cases', () => {
  const FIXTURES = ['petstore.yaml', 'styles.yaml', 'three-two.yaml', 'swagger2.yaml', 'multi-file/openapi.yaml', 'circular.yaml'];

  it.each(FIXTURES)('each is on the wire what it is meant to be, none comes twice, and they are always the same: %s', async (name) => {
    const [one, other] = await Promise.all([contractFromFile(`fixtures/specs/${name}`), contractFromFile(`fixtures/specs/${name}`)]);
    const mock = serverOf(one);
    for (const read of operationsOf(one, 100)) {
      const cases = [...coverageCases(read, contextOf(one))];
      expect(cases.flatMap((testCase) => faultOf(testCase, contextOf(one), mock) ?? [])).toEqual([]);
      const shown = cases.map(shownCase);
      expect(new Set(shown).size).toBe(shown.length);
      expect([...coverageCases(operation(read.id, other), contextOf(other))].map(shownCase)).toEqual(shown);
      expect(cases.length).toBeLessThanOrEqual(120);
    }
  });
});

describeCorpus('the coverage cases of real operations', () => {
  it.each(corpusShare('coverage cases', 3))('are on the wire what they are meant to be: $name', { timeout: 300_000 }, async ({ file }) => {
    const real = await contractFromFile(file);
    const mock = serverOf(real);
    const faults: string[] = [];
    for (const read of operationsOf(real, 2)) {
      let count = 0;
      for (const testCase of coverageCases(read, contextOf(real))) {
        const fault = faultOf(testCase, contextOf(real), mock);
        if (fault !== undefined) faults.push(fault);
        count += 1;
        if (count === 50) break;
      }
    }
    expect(faults).toEqual([]);
  });
});
