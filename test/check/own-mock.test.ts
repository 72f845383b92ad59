import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ProviderHost, Send } from '../../src/check/ports.js';
import type { PairResult } from '../../src/check/run-pair.js';
import { runPair } from '../../src/check/run-pair.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { createCallCounter } from '../../src/mock/call-counter.js';
import { createMock } from '../../src/mock/mock.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { corpusOpenApi, describeCorpus } from '../support/corpus.js';
import { repositoryFolder } from '../support/run-mortise.js';

const SPECS = join(repositoryFolder, 'fixtures/specs');
const documents = createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) });

describe('our tester on our own mock', () => {
  it.each(readdirSync(SPECS).filter((name) => /\.(ya?ml|json)$/.test(name)))('finds nothing in %s', async (name) => {
    const result = await testOwnMock(await readContract(join(SPECS, name), documents));
    expect(errorsOf(result)).toEqual([]);
    expect(result.testedOperationCount).toBeGreaterThan(0);
  });

  it('does find what is planted between them', async () => {
    const contract = await readContract(join(SPECS, 'petstore.yaml'), documents);
    const result = await testOwnMock(contract, (send) => async (request, baseUrl, signal) => {
      const sent = await send(request, baseUrl, signal);
      return sent.kind === 'answered' ? { ...sent, response: { ...sent.response, body: new TextEncoder().encode('[0') } } : sent;
    });
    expect(errorsOf(result).length).toBeGreaterThan(0);
  });
});

describeCorpus('our tester on our own mock of real contracts', () => {
  it.each(corpusOpenApi().map((document) => [document.name, document.file] as const))(
    'finds nothing in %s',
    async (_name, file) => {
      const result = await testOwnMock(await readContract(file, documents));
      expect(errorsOf(result)).toEqual([]);
      console.info(
        `${file.split('/').at(-1)}: ${result.testedOperationCount} of ${result.operationCount} operations tested, ${result.reachedOperationCount} reached`,
      );
    },
    120_000,
  );
});

function errorsOf({ findings }: PairResult): readonly object[] {
  const isNews = ({ severity, code }: Finding): boolean => severity === 'error' || code === 'check/flaky';
  return findings.filter(isNews).map(({ code, operation, args, witness }) => ({
    code,
    operation,
    ...args,
    request: witness?.request?.line,
    answer: witness?.response?.body?.slice(0, 300),
  }));
}

/** Without sockets: what is sent is answered by a call of a function. */
async function testOwnMock(contract: Contract, spoil: (send: Send) => Send = (send) => send): Promise<PairResult> {
  const mock = createMock(contract);
  const context = { seed: 'x', callIndex: createCallCounter() };
  const send: Send = async (request) => {
    const { response } = mock.answer(request, context);
    return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs: 0, respondedLastAtMs: 0 };
  };
  const providers: ProviderHost = {
    open: async () => ({
      kind: 'mock',
      baseUrl: 'http://mock',
      urlOf: () => 'http://mock',
      trouble: async () => undefined,
      stop: async () => undefined,
    }),
  };
  let count = 0;
  const nextId = (): string => String(++count);
  const pair = pairFromJson({ consumer: 'client', provider: 'mock' }, '');
  return runPair({ pair, contract, signal: new AbortController().signal }, { send: spoil(send), nowMs: () => 0, nextId, providers });
}
