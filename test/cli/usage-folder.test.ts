import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readUsage, unmatchedUsage, usageOfProvider, watchedConsumers } from '../../src/cli/usage-folder.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';

const documents = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) });

describe('what consumers were seen to need', () => {
  it('is read from a pact as from a usage file, in the words of the contract', async () => {
    const files = await readUsage('fixtures/pacts/shelter/visitor-petstore.json', documents, true);
    const contract = await readContract('fixtures/specs/petstore.yaml', documents);
    const [usage, ...others] = usageOfProvider(files, { names: ['Petstore'], contract, isOnly: false });
    expect(others).toEqual([]);
    expect(usage).toMatchObject({ consumer: 'visitor', sources: ['pact'] });
    expect(usage?.operations.map(({ method, path }) => `${method} ${path}`)).toContain('GET /pets/{petId}');
    expect([...watchedConsumers(files, 'petstore')]).toEqual(['visitor']);
  });

  it.each([
    ['mortise.yaml', 'E_FILE_NOT_FOUND', 'mortise.yaml'],
    ['README.md', 'E_DOCUMENT_SYNTAX', 'README.md'],
    ['fixtures/specs/petstore.yaml', 'E_USAGE_INVALID', 'fixtures/specs/petstore.yaml'],
    ['fixtures/specs', 'E_FILE_NOT_FOUND', 'fixtures/specs'],
  ])('is read from the file that was named, whatever it is called: %s', async (name, code, file) => {
    await expect(readUsage(name, documents, true)).rejects.toMatchObject({ code, at: { file } });
  });

  it('is one for each consumer, however many files there are of it', async () => {
    const [file] = await readUsage('fixtures/pacts/shelter/visitor-petstore.json', documents, true);
    if (file === undefined) throw new Error('no file');
    const contract = await readContract('fixtures/specs/petstore.yaml', documents);
    const asked = { names: ['petstore'], contract, isOnly: false };
    expect(usageOfProvider([file, file], asked)).toEqual(usageOfProvider([file], asked));
    expect(usageOfProvider([file], { ...asked, names: ['shop'] })).toEqual([]);
    expect(usageOfProvider([file], { ...asked, names: ['shop'], isOnly: true })).toHaveLength(1);
  });

  it('of a provider that nobody compared is told, with the names that there are', async () => {
    const name = 'fixtures/pacts/shelter/visitor-petstore.json';
    const files = await readUsage(name, documents, true);
    expect(unmatchedUsage(files, [['shop', 'The shop'], ['PetStore']])).toEqual([]);
    expect(unmatchedUsage(files, [['shop', 'The shop'], ['bank']])).toEqual([
      {
        code: 'compat/usage-unmatched',
        severity: 'warning',
        place: { file: name },
        args: { consumer: 'visitor', provider: 'petstore', known: ['bank', 'shop'] },
      },
    ]);
  });
});
