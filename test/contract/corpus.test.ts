import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { isJsonObject } from '../../src/base/json.js';
import { tokensFromPointer, valueAtPointer } from '../../src/base/json-pointer.js';
import type { Contract } from '../../src/contract/contract.js';
import { lintContract } from '../../src/contract/lint-contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { corpusOpenApi, describeCorpus } from '../support/corpus.js';

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/** The list does not count the operations of documents in many files: these are counted by hand. */
const COUNTED_BY_HAND: Readonly<Record<string, number>> = {
  'oai-petstore-separate-multifile/examples/v2.0/yaml/petstore-separate/spec/swagger.yaml': 4,
};
/** Of the processor: how busy the machine is besides is none of our doing. */
const MAX_LINT_MS = 20_000;
const TIMEOUT_MS = 120_000;

describeCorpus('real OpenAPI documents', () => {
  for (const document of corpusOpenApi()) {
    it(
      `reads and lints ${document.name}`,
      async () => {
        // The document in many files refers to the folder beside its own.
        const port = createDocumentPort({ cwd: '/', stdin: noBytes(), allowFiles: [dirname(dirname(document.file))] });
        const contract = await readContract(document.file, port);
        expect(contract.operations.length).toBe(COUNTED_BY_HAND[document.name] ?? document.operationCount);
        expect(contract.operations.map((entry) => entry.read().unusable).filter((reason) => reason !== undefined)).toEqual([]);
        const before = process.cpuUsage();
        const findings = await lintContract(contract);
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1_000).toBeLessThan(MAX_LINT_MS);
        for (const finding of findings.slice(0, 40)) expectRightLine(contract, finding);
      },
      TIMEOUT_MS,
    );
  }
});

/** The key that the pointer ends in stands at the place, as JSON or YAML write keys. */
function expectRightLine(contract: Contract, { place }: Finding): void {
  if (place?.pointer === undefined || place.line === undefined) return;
  const root = contract.documents.get(place.file);
  const key = tokensFromPointer(place.pointer).at(-1);
  const parent = root === undefined ? undefined : valueAtPointer(root, place.pointer.slice(0, place.pointer.lastIndexOf('/')));
  if (key === undefined || !isJsonObject(parent) || !Object.hasOwn(parent, key)) return;
  const line = contract.texts.get(place.file)?.split('\n')[place.line - 1] ?? '';
  expect(line.slice((place.column ?? 1) - 1)).toMatch(new RegExp(`^["']?${key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}["']?\\s*:`));
}
