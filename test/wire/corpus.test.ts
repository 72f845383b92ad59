import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { Random } from '../../src/base/random.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { JsonValue } from '../../src/base/json.js';
import type { Contract, MediaType, Operation, Parameter } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { sampleFromSchema } from '../../src/schema/sample.js';
import type { Schema } from '../../src/schema/schema.js';
import { buildRequest } from '../../src/wire/build-request.js';
import { judgeRequest } from '../../src/wire/judge-request.js';
import { corpusOpenApi, describeCorpus } from '../support/corpus.js';

const NAMES = ['train-travel', 'parameters-style', 'petstore', 'spotify', 'uber', 'docker', 'square'];

describeCorpus('requests built from the samples of real documents', () => {
  const documents = corpusOpenApi().filter(({ name }) => NAMES.some((wanted) => name.includes(wanted)));

  it('are several documents', () => {
    expect(documents.length).toBeGreaterThan(NAMES.length);
  });

  it.each(documents.map((document) => [document.name, document] as const))('keep the contract: %s', async (_, { file }) => {
    const contract = await readContract(file, createDocumentPort({ cwd: '/', stdin: Readable.from([]) }));
    for (const random of [undefined, randomFromSeed(20261121), randomFromSeed(20261122)]) {
      const problems = contract.operations.flatMap((entry) => problemsOfOperation(entry.read(), contract, random));
      expect(problems).toEqual([]);
    }
  });
});

function problemsOfOperation(operation: Operation, contract: Contract, random: Random | undefined): readonly string[] {
  const parameters = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    const value = sampleOf(schemaOf(parameter), random);
    if (value !== undefined) parameters.set(`${parameter.in}:${parameter.name}`, value);
  }
  const contents: readonly (MediaType | undefined)[] = operation.requestBody?.content ?? [undefined];
  return contents.flatMap((mediaType) => {
    const value = mediaType === undefined ? undefined : sampleOf(mediaType.schema, random);
    const body = mediaType === undefined || value === undefined ? {} : { body: { mediaType, value } };
    const request = buildRequest(operation, { basePath: '', parameters, ...body });
    // `text/plain` has no form for an object: then there is no body to judge.
    const hasBody = request.body !== undefined;
    const { problems } = judgeRequest({ operation, contract, request, pathValues: pathValuesOf(operation.path, request.target) });
    return problems
      .filter(({ kind, message }) => kind !== 'security' && (hasBody || message !== 'request body is required'))
      .map(({ message }) => `${operation.id} ${mediaType?.name ?? ''}: ${message} (${request.target.slice(0, 200)})`);
  });
}

function schemaOf({ form }: Parameter): Schema | undefined {
  return form.kind === 'style' ? form.schema : form.mediaType.schema;
}

function sampleOf(schema: Schema | undefined, random: Random | undefined): JsonValue | undefined {
  if (schema === undefined) return 'text';
  const sample = sampleFromSchema(schema, { direction: 'request', ...(random === undefined ? {} : { random }) });
  return sample.kind === 'value' ? sample.value : undefined;
}

/** The raw values of a path's parameters, segment by segment. */
function pathValuesOf(template: string, target: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const segments = (target.split('?')[0] ?? '').split('/');
  for (const [index, segment] of (template.split(/[?#]/)[0] ?? '').split('/').entries()) {
    const literals = segment.split(/\{[^}]+\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const matched = new RegExp(`^${literals.join('(.*)')}$`).exec(segments[index] ?? '') ?? [];
    for (const [at, name] of [...segment.matchAll(/\{([^}]+)\}/g)].entries()) values.set(name[1] ?? '', matched[at + 1] ?? '');
  }
  return values;
}
