import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { resourcesOf } from '../../../src/check/stateful/resource-model.js';
import { runSequences } from '../../../src/check/stateful/run-sequences.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { createCallCounter } from '../../../src/mock/call-counter.js';
import { createMock } from '../../../src/mock/mock.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { repositoryFolder } from '../../support/run-mortise.js';
import { laneOf } from './memory-runner.js';

const documents = createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) });

describeCorpus('sequences of real contracts', () => {
  // Nobody says that it is a mock: that it keeps no state has to be seen.
  it.each(corpusShare('sequences', 3).map((document) => [document.name, document.file] as const))(
    'find nothing in a mock of %s',
    async (_name, file) => {
      const contract = await readContract(file, documents);
      for (const dynamic of [false, true]) {
        const mock = createMock(contract, { dynamic });
        const context = { seed: 'x', callIndex: createCallCounter() };
        const { runner, run } = laneOf(contract, (request) => mock.answer(request, context).response, { caseCount: 10 });
        const resources = resourcesOf(contract, runner.operations);
        for (const { create } of resources.slice(0, MAX_RESOURCE_COUNT)) await runSequences(runner, create);
        expect(run.judgements.map(({ code, operation, args }) => ({ code, operation, ...args }))).toEqual([]);
        console.info(`${file.split('/').at(-1)}: ${resources.length} resources, ${run.requests.length} requests`);
      }
    },
    300_000,
  );
});

const MAX_RESOURCE_COUNT = 5;
