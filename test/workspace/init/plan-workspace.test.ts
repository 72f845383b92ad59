import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/contract/document.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { JudgedContract } from '../../../src/workspace/init/judge-contracts.js';
import { substituteVariables } from '../../../src/workspace/substitute-variables.js';
import { sharedModels } from '../../../src/cli/init-models.js';
import { callsOfPact } from '../../../src/cli/init-pact-calls.js';
import { contractReader, lintModels } from '../../../src/cli/lint-models.js';
import type { DocumentPort } from '../../../src/contract/document-port.js';
import { lintContract } from '../../../src/contract/lint-contract.js';
import { textPort } from '../../support/text-port.js';
import { judgeContracts } from '../../../src/workspace/init/judge-contracts.js';
import { lookAtRepository } from '../../../src/workspace/init/look-at-repository.js';
import type { WorkspacePlan } from '../../../src/workspace/init/plan-workspace.js';
import { planWorkspace } from '../../../src/workspace/init/plan-workspace.js';
import { textFromPlan } from '../../../src/workspace/init/text-from-plan.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';

type Texts = Readonly<Record<string, string>>;

describe('planWorkspace', () => {
  it('is written so that it reads back as it was planned, whatever the repository', async () => {
    let pairCount = 0;
    await fc.assert(
      fc.asyncProperty(repositories(), consumers(), async (texts, named) => {
        const { plan, text } = await planned(texts, named, readOnly);
        pairCount += plan.pairs.length;
        const { value, problems } = substituteVariables(parseDocument(text, 'mortise.yaml'), {});
        expect(problems).toEqual([]);
        const { systems, integrations = [] } = value as {
          systems: Record<string, { openapi?: string; asyncapi?: string } | null>;
          integrations?: unknown;
        };
        const written = plan.systems.map(({ name, openapi, asyncapi }) => [name, pathOf(openapi), pathOf(asyncapi)]);
        expect(Object.entries(systems ?? {}).map(([name, system]) => [name, system?.openapi, system?.asyncapi])).toEqual(
          expect.arrayContaining(written),
        );
        expect(Object.keys(systems ?? {})).toHaveLength(plan.systems.length);
        expect(integrations).toEqual(
          plan.pairs.map(({ consumer, provider, uses }) => ({ consumer, provider, ...(uses === undefined ? {} : { uses }) })),
        );
        expect((await planned(texts, named, readOnly)).text).toBe(text);
      }),
      { seed: 4, numRuns: 150 },
    );
    expect(pairCount).toBeGreaterThan(50);
  });

  it('gives a workspace that lints, whatever the repository', async () => {
    await fc.assert(
      fc.asyncProperty(repositories(), consumers(), async (texts, named) => {
        const { plan, text } = await planned(texts, named, judgeContracts);
        if (plan.systems.length === 0) return;
        const port = portOf({ ...texts, 'mortise.yaml': text });
        const workspace = await readWorkspace('mortise.yaml', port, {});
        expect(await lintErrors(workspace, port)).toEqual([]);
      }),
      { seed: 4, numRuns: LINTED_COUNT },
    );
  });

  it('takes a program, its service and its contract for one system, wherever they lie', async () => {
    const plan = await planOf(
      {
        'contracts/orders.openapi.yaml': OPENAPI('Orders API'),
        'services/orders/package.json': '{ "name": "@acme/orders-service", "dependencies": { "express": "1" } }',
        'compose.yaml': 'services: { orders: { build: services/orders } }',
      },
      new Map(),
      readOnly,
    );
    expect(plan.systems.map(({ name, openapi }) => [name, openapi?.path])).toEqual([
      ['orders', 'contracts/orders.openapi.yaml'],
      ['client', undefined],
    ]);
  });

  it('gives the contract beside a frontend to whom it calls, not to the frontend', async () => {
    const plan = await planOf(
      { 'web/openapi/shipping.yaml': OPENAPI('Shipping'), 'web/package.json': '{ "name": "web", "dependencies": { "react": "1" } }' },
      new Map(),
      readOnly,
    );
    expect(plan.systems.map(({ name, openapi }) => [name, openapi?.path])).toEqual([
      ['web', undefined],
      ['shipping', 'web/openapi/shipping.yaml'],
      ['client', undefined],
    ]);
  });

  it('knows a contract by its content, a copy of it as a copy, and another version as another system', async () => {
    const plan = await planOf({
      'orders/v1/anything.json': OPENAPI('Orders').replace('/things', '/older'),
      'orders/v2/openapi.yaml': OPENAPI('Orders'),
      'orders/v3/openapi.yaml': OPENAPI('Orders'),
      'other.yaml': 'openapi-generator: { input: x }',
    });
    expect(plan.systems.map(({ name, openapi }) => [name, openapi?.path])).toEqual([
      ['anything', 'orders/v1/anything.json'],
      ['orders', 'orders/v2/openapi.yaml'],
      ['client', undefined],
    ]);
  });

  it('says which operations a consumer uses by its pact, and what the contract lacks', async () => {
    const [pair] = (
      await planOf({ 'a.yaml': OPENAPI('A'), 'pacts/p.json': PACT('web', 'a', ['/things', '/nothing']) }, new Map(), readOnly)
    ).pairs;
    expect(pair).toMatchObject({
      consumer: 'web',
      provider: 'a',
      uses: ['listThings'],
      undeclared: ['GET /nothing'],
      because: ['pacts/p.json'],
    });
  });

  it('names the models that contracts share by name and meaning, and none that differs, is no object, or is of one system alone', async () => {
    const money = { type: 'object', properties: { amount: { type: 'integer' }, currency: { enum: ['EUR', 'USD'] } } };
    const otherwise = { properties: { currency: { enum: ['USD', 'EUR'] }, amount: { type: 'integer', minimum: 1 } }, type: 'object' };
    const same = { properties: { currency: { enum: ['USD', 'EUR'] }, amount: { type: 'integer' } }, type: 'object' };
    const plan = await planOf({
      'a.yaml': OPENAPI('A', { Money: money, Price: money, Id: { type: 'string' }, OnlyHere: money }),
      'b.yaml': OPENAPI('B', { Money: same, Price: otherwise, Id: { type: 'string' } }),
    });
    expect(plan.models).toEqual([{ name: 'Money', places: ['a#/components/schemas/Money', 'b#/components/schemas/Money'] }]);
    expect(textFromPlan(plan, 'r')).toContain(
      'models:\n  Money:\n    - "a#/components/schemas/Money"\n    - "b#/components/schemas/Money"\n',
    );
  });

  it('leaves out a document that has the head of a contract and nothing of its body', async () => {
    const empty = 'openapi: 3.1.0\ninfo: { title: Empty, version: "1" }\npaths: {}\n';
    const text = textFromPlan(await planOf({ 'a.yaml': OPENAPI('A'), 'b.yaml': empty }, new Map(), judgeContracts), 'r');
    expect(text).toContain('# openapi: b.yaml\n    # Left out: describes no operation.');
  });

  it('leaves out a contract with an error, and the pair that needs it, and says so in a comment', async () => {
    const text = textFromPlan(await planOf({ 'a.yaml': BROKEN, 'b.yaml': OPENAPI('B'), 'p.json': PACT('b', 'a', ['/things']) }), 'r');
    expect(text).toContain('# openapi: a.yaml\n    # Left out: lint finds');
    expect(text).toContain('# a has no contract yet, so nothing can be said of this pair (p.json):\n  # - { consumer: b, provider: a }');
  });
});

async function planOf(
  texts: Texts,
  answers: ReadonlyMap<string, readonly string[]> = new Map(),
  judge: Judge = judgeContracts,
): Promise<WorkspacePlan> {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  const seen = lookAtRepository({ name: 'r', files, unread: [], seenFileCount: files.length, isCut: false });
  const contracts = await judge(seen, { documents: portOf(texts), pathOf: (path) => path });
  return planWorkspace(seen, { name: 'r', contracts, callsOf: callsOfPact, modelsOf: sharedModels, answers });
}

type Judge = typeof judgeContracts;

/** The judge without its lint, which takes most of the time. */
const readOnly: Judge = async ({ contracts }, { documents }) =>
  Promise.all(
    contracts.map(async (seen) => {
      const contract = await readContract(seen.path, documents).catch(() => undefined);
      return { ...seen, contract, problem: contract === undefined ? 'cannot be read' : undefined };
    }),
  );

/** The plan once somebody was asked, and its text. */
async function planned(texts: Texts, named: readonly string[], judge: Judge): Promise<{ plan: WorkspacePlan; text: string }> {
  const { unknown } = await planOf(texts, new Map(), judge);
  const plan = await planOf(texts, new Map(unknown.map((provider) => [provider, named])), judge);
  return { plan, text: textFromPlan(plan, 'r\u0024{x}\n: #') };
}

function consumers(): fc.Arbitrary<readonly string[]> {
  return fc.array(fc.constantFrom('web', 'orders', 'new-one', 'Orders'), { maxLength: 2 });
}

/** As it stands in the workspace. */
function pathOf(contract: JudgedContract | undefined): string | undefined {
  if (contract?.contract === undefined) return undefined;
  return /^(?:-|~|[a-z]+:)/.test(contract.path) ? `./${contract.path}` : contract.path;
}

function portOf(texts: Texts): DocumentPort {
  const below = (folder: string): readonly string[] =>
    Object.keys(texts).filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'));
  return {
    ...textPort(texts),
    listFiles: async (file) =>
      Object.keys(texts).some((path) => path.startsWith(`${file}/`))
        ? below(file)
            .filter((path) => /\.(?:json|ya?ml)$/.test(path))
            .sort()
        : undefined,
  };
}

async function lintErrors(workspace: Awaited<ReturnType<typeof readWorkspace>>, port: DocumentPort): Promise<readonly string[]> {
  const read = contractReader(port);
  const files = [...workspace.systems.values()].flatMap(({ openapi, asyncapi }) => [openapi ?? [], asyncapi ?? []].flat());
  const found = await Promise.all(files.map(async (file) => lintContract(await read(file))));
  return [...found.flat(), ...(await lintModels(workspace, read))].filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** Small repositories with every kind of file, good and bad, under names that are hard to write. */
function repositories(): fc.Arbitrary<Texts> {
  const part = fc.constantFrom(
    'orders',
    'Orders',
    'api',
    'services',
    'events',
    'v1',
    'web',
    'a b',
    'null',
    '1',
    '-x',
    'é#',
    '\u0024{x}',
    "it's: ",
    'constructor',
    '\u0085',
  );
  const folder = fc.array(part, { maxLength: 3 }).map((parts) => parts.join('/'));
  const name = fc.constantFrom('openapi.yaml', 'orders.json', 'web.openapi.yaml', 'true.yml', 'x: y.yaml', '*.yaml', '12.json', '~.yaml');
  const names = fc.constantFrom('orders', '@a/orders', 'web', 'Orders-Service', '', 'no', '\u0024{x}', 'a\nb', '---');
  const json = fc.oneof(
    names.map(OPENAPI),
    fc.constantFrom(BROKEN, ASYNCAPI, SCHEMA, 'openapi: 3.1.0\n  bad: [', 'asyncapi: 9.9', '{}', 'systems: { a: {} }', 'arazzo: 1.0.1'),
    fc.tuple(names, names, fc.constantFrom('/things', '/nothing')).map(([consumer, provider, path]) => PACT(consumer, provider, [path])),
    fc.tuple(names, names).map(([one, other]) =>
      JSON.stringify({
        services: {
          [one]: { build: './orders', environment: { [`${other}_URL`]: `http://${other}:80` } },
          [other]: { image: 'x', ports: ['80:80', {}] },
        },
      }),
    ),
  );
  const entry = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(folder, name, json) },
    {
      weight: 2,
      arbitrary: fc.tuple(
        folder,
        fc.constant('package.json'),
        names.map((own) => JSON.stringify({ name: own, scripts: { start: 'x -p 81' }, dependencies: { express: '1' } })),
      ),
    },
    { weight: 1, arbitrary: fc.tuple(folder, fc.constant('.env.example'), fc.constantFrom('ORDERS_URL=http://orders', 'WEB_URL=')) },
  );
  return fc
    .array(entry, { minLength: 1, maxLength: 6 })
    .map((entries) => Object.fromEntries(entries.map(([where, file, text]) => [where === '' ? file : `${where}/${file}`, text])));
}

function OPENAPI(title: string, schemas?: Readonly<Record<string, object>>): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths: { '/things': { get: { operationId: 'listThings', responses: { 200: { description: 'x' } } } } },
    ...(schemas === undefined ? {} : { components: { schemas } }),
  });
}

function PACT(consumer: string, provider: string, paths: readonly string[]): string {
  const interactions = paths.map((path) => ({ description: path, request: { method: 'GET', path }, response: { status: 200 } }));
  return JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions });
}

const BROKEN = `openapi: 3.1.0
info: { title: Broken, version: '1' }
paths: { /things: { get: { parameters: [{ $ref: '#/components/parameters/Missing' }], responses: { 200: { description: x } } } } }`;
const ASYNCAPI = `asyncapi: 3.0.0
info: { title: Happenings, version: '1' }
channels: { things: { address: things, messages: { made: { payload: { type: object } } } } }
operations: { sendMade: { action: send, channel: { $ref: '#/channels/things' } } }`;
const SCHEMA =
  '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "event_id": { "type": "string" } } }';

/** Each takes half a second. */
const LINTED_COUNT = 5;
