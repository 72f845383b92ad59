import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { corpusShare, describeCorpus, isWholeCorpus } from '../../support/corpus.js';
import { MEMBER_SHOP } from '../../support/member-shop.js';
import { walkState } from '../../support/state-walk.js';
import { textPort } from '../../support/text-port.js';

describe('whatever is done to a mock that remembers', () => {
  it.each(['a', 'b', 'c'])('keeps its contract, and follows a model of what should be there: seed %s', async (seed) => {
    const contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': MEMBER_SHOP }));
    const walk = await walkState(contract, seed, { maxCollectionCount: 10, stepCount: 40 });
    expect(walk.wrong).toEqual([]);
    expect(walk.notes.size).toBe(0);
    expect(walk.collectionCount).toBe(2);
    expect((await walkState(contract, seed, { maxCollectionCount: 10, stepCount: 40 })).told).toBe(walk.told);
  });
});

describeCorpus('whatever is done to a mock of a real contract that remembers', () => {
  it.each(corpusShare('state', 8))(
    '$name: keeps the contract, and follows a model of what should be there',
    { timeout: 300_000 },
    async ({ file }) => {
      const contract = await readContract(file, createDocumentPort({ cwd: '/', stdin: process.stdin }));
      const walk = await walkState(contract, 'corpus', { maxCollectionCount: isWholeCorpus ? 1_000 : 8, stepCount: 8 });
      console.info(
        `${file.split('/').at(-1)}: ${walk.collectionCount} collections, ${walk.answerCount} answers, ${walk.notes.size} kinds of usual ones`,
      );
      expect(walk.wrong.slice(0, 10)).toEqual([]);
    },
  );
});
