import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { corpusOpenApi, describeCorpus } from './corpus.js';

describeCorpus('the corpus of OpenAPI documents', () => {
  it('lists documents that are there, each once, from 2.0 to 3.2', () => {
    const documents = corpusOpenApi();
    expect(documents.filter((document) => !existsSync(document.file))).toEqual([]);
    expect(new Set(documents.map((document) => document.file)).size).toBe(documents.length);
    expect(documents.length).toBeGreaterThan(40);
    expect(documents.some((document) => document.version.startsWith('2.'))).toBe(true);
    expect(documents.some((document) => document.version.startsWith('3.2'))).toBe(true);
  });
});
