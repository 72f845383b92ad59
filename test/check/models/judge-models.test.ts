import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { OwnedContract } from '../../../src/check/models/find-shared-models.js';
import { findSharedModels } from '../../../src/check/models/find-shared-models.js';
import { judgeModels } from '../../../src/check/models/judge-models.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Finding } from '../../../src/finding/finding.js';
import { messageOfFinding } from '../../../src/report/wording/finding-wording.js';
import type { DeclaredModel } from '../../../src/workspace/models-from-json.js';
import { modelsFromJson } from '../../../src/workspace/models-from-json.js';
import { textPort } from '../../support/text-port.js';

type Schemas = Readonly<Record<string, JsonValue>>;

async function owned(system: string, schemas: Schemas, version = '3.1.0'): Promise<OwnedContract> {
  const file = `${system}.json`;
  const text = JSON.stringify({ openapi: version, info: { title: 'T', version: '1' }, paths: {}, components: { schemas } }, null, 1);
  return { system, contract: await readContract(file, textPort({ [file]: text })) };
}

function judged(declared: readonly DeclaredModel[], ...contracts: readonly OwnedContract[]): readonly Finding[] {
  const { models, problems } = findSharedModels(declared, contracts);
  expect(problems).toEqual([]);
  return judgeModels(models, new Map(contracts.flatMap(({ contract }) => [...contract.texts])));
}

function declaredModels(value: JsonValue): readonly DeclaredModel[] {
  return modelsFromJson(value) ?? [];
}

const NAME = { type: 'object', properties: { name: { type: 'string', maxLength: 2 } } };
const LONGER_NAME = { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } };
const BOTH = declaredModels({
  User: { contracts: ['a#/components/schemas/User', 'b#/components/schemas/Person'], consistency: 'eventual' },
});

describe('a model that two contracts share', () => {
  it('is told with both places, the clause, a value and the rule of consistency when it drifted', async () => {
    const [finding, ...others] = judged(BOTH, await owned('a', { User: NAME }), await owned('b', { Person: LONGER_NAME }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'models/drift',
      severity: 'error',
      place: {
        file: 'a.json',
        pointer: '/components/schemas/User/properties/name/maxLength',
        line: expect.any(Number),
        column: expect.any(Number),
      },
      args: {
        model: 'User',
        accepting: 'b',
        refusing: 'a',
        keyword: 'maxLength',
        at: '/name',
        value: '{"name":"aaa"}',
        otherFile: 'b.json',
      },
      id: expect.stringMatching(/^m-/),
    });
    expect(messageOfFinding(finding as Finding)).toBe(
      'the model "User" (consistent eventually) does not mean the same in b and a (expected /name must have at most 2 characters, as a says here, ' +
        'seen: {"name":"aaa"}, which b lets in: b.json:13:6). Bring both to one meaning, best by one $ref',
    );
  });

  it('is silent when it is only written otherwise', async () => {
    const split = { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { name: { type: 'string', maxLength: 2 } } }] };
    expect(judged(BOTH, await owned('a', { User: NAME }), await owned('b', { Person: split, Base: { type: 'object' } }, '3.0.3'))).toEqual(
      [],
    );
  });

  it('is only information when nothing tells two writings apart', async () => {
    const odd = { type: 'string', pattern: '^(?=a)' };
    const [finding] = judged(BOTH, await owned('a', { User: { type: 'string', pattern: '^a' } }), await owned('b', { Person: odd }));
    expect(finding).toMatchObject({ code: 'models/undecided', severity: 'info', place: { file: 'b.json' } });
  });

  it('is a warning when only the name says so, and nothing when the workspace says that it is two', async () => {
    const contracts = [await owned('a', { User: NAME }), await owned('b', { User: LONGER_NAME }), await owned('c', { User: NAME })];
    expect(judged([], ...contracts).map(({ code, severity }) => `${code} ${severity}`)).toEqual(['models/drift warning']);
    expect(judged(declaredModels({ User: [] }), ...contracts)).toEqual([]);
  });

  it('has the same ids whichever run it is, and others for other clauses', async () => {
    const more = { ...LONGER_NAME, required: ['name'] };
    const contracts = [await owned('a', { User: NAME }), await owned('b', { Person: more })];
    const ids = judged(BOTH, ...contracts).map(({ id }) => id);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(2);
    expect(judged(BOTH, ...contracts).map(({ id }) => id)).toEqual(ids);
  });
});

it('a place that has no schema is a problem of the workspace', async () => {
  const contract = await owned('a', { User: NAME });
  expect(findSharedModels(declaredModels({ User: ['a#/components/schemas/Usr'] }), [contract]).problems).toEqual([
    { pointer: '/models/User/0', problem: 'a has no schema at /components/schemas/Usr' },
  ]);
});

it('two systems with one contract share it, and nothing drifts', async () => {
  const { contract } = await owned('a', { User: NAME });
  const declared = declaredModels({ User: ['a#/components/schemas/User', 'b#/components/schemas/User'] });
  const contracts = [
    { system: 'a', contract },
    { system: 'b', contract },
  ];
  expect(judged(declared, ...contracts)).toEqual([]);
  expect(judged([], ...contracts)).toEqual([]);
});
