import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'vitest';

const SHARED_FOLDER = resolve(import.meta.dirname, '../../../shared/corpus');

/** One line of the corpus' list of OpenAPI documents. */
export interface CorpusDocument {
  /** As the list names it: `github.json`; unique. */
  readonly name: string;
  /** Absolute; of a document in many files the one to begin with. */
  readonly file: string;
  /** As the document states it: `3.0.3`, `2.0`. */
  readonly version: string;
  /** Of the whole text; `0` for a document in many files. */
  readonly sizeBytes: number;
  /** As the list counts them; `0` for a document in many files. */
  readonly operationCount: number;
}

/** By hand, and for minutes: every test meets every document. */
export const isWholeCorpus: boolean = process.env['MORTISE_CORPUS'] === 'all';

/** The folder of real documents: what `MORTISE_CORPUS` names (`none` for none), else `../shared/corpus` beside the repository. */
const NAMED_FOLDER: string = isWholeCorpus ? SHARED_FOLDER : process.env['MORTISE_CORPUS'] || SHARED_FOLDER;

/** `undefined` when there is none. */
export const corpusFolder: string | undefined = existsSync(NAMED_FOLDER) ? NAMED_FOLDER : undefined;

/**
 * A `describe` that runs when the corpus is there, and else is one skipped test with the reason printed.
 *
 * @param title - what the tests show
 * @param define - defines the tests; given the corpus folder, absolute
 */
export function describeCorpus(title: string, define: (folder: string) => void): void {
  if (corpusFolder !== undefined) {
    describe(title, () => define(resolve(corpusFolder)));
    return;
  }
  const reason = `no corpus at ${NAMED_FOLDER}`;
  console.info(`skipped: ${title}: ${reason}`);
  describe(title, () => it.skip(reason));
}

/** The OpenAPI documents of the corpus, in the order of its list; empty without a corpus. */
export function corpusOpenApi(): readonly CorpusDocument[] {
  if (corpusFolder === undefined) return [];
  const folder = join(resolve(corpusFolder), 'openapi');
  return readFileSync(join(folder, 'INDEX.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => documentFromLine(folder, line));
}

/**
 * Every so-manieth of what the corpus has, beginning elsewhere for each test, so that together they meet all of it; all of it with `MORTISE_CORPUS=all`.
 *
 * @param things - in an order in which neighbours are alike
 * @param test - whose share it is
 * @param stride - 1 or more
 */
export function shareOf<Thing>(things: readonly Thing[], test: string, stride: number): readonly Thing[] {
  if (isWholeCorpus) return things;
  const first = [...test].reduce((total, character) => total + character.charCodeAt(0), 0) % stride;
  return things.filter((_, index) => index % stride === first);
}

/**
 * The share of the OpenAPI documents that a test meets: large ones and small ones.
 *
 * @param test - whose share it is
 * @param stride - 1 or more
 */
export function corpusShare(test: string, stride: number): readonly CorpusDocument[] {
  const bySize = corpusOpenApi().toSorted((left, right) => left.sizeBytes - right.sizeBytes);
  return shareOf(bySize, test, stride);
}

function documentFromLine(folder: string, line: string): CorpusDocument {
  const [path = '', version = '', bytes, , operations] = line.split('\t');
  // The list gives the path in the publisher's repository; documents in many files stand below a folder of their own.
  const file = [join(folder, path), join(folder, 'oai-petstore-separate-multifile', path)].find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`the corpus lists ${path}, which is not there`);
  return { name: path, file, version, sizeBytes: Number(bytes ?? 0), operationCount: Number(operations ?? 0) };
}
