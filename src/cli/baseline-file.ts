import { InputError } from '../base/errors.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { positionsInText } from '../contract/position.js';
import { textFromPlace } from '../base/place.js';
import type { Baseline } from '../finding/baseline.js';
import type { BaselineProblem } from '../finding/baseline-from-json.js';
import { baselineFromJson } from '../finding/baseline-from-json.js';

/** A baseline, and the text it was read from: places are looked up in it. */
export interface BaselineFile {
  readonly baseline: Baseline;
  readonly text: string;
}

/**
 * The baseline of a file.
 *
 * @param file - YAML or JSON, as the user named it
 * @param documents - reads it
 * @throws InputError `E_BASELINE_INVALID` at the first thing that is wrong, the others in `args.more`; `E_DOCUMENT_SYNTAX`, `E_FILE_NOT_FOUND`
 */
export async function readBaseline(file: string, documents: DocumentPort): Promise<BaselineFile> {
  const text = await documents.readText(file, undefined);
  // A file with nothing but comments accepts nothing; a parser calls it no document.
  const isEmpty = text.split('\n').every((line) => /^\uFEFF?\s*(?:#.*)?$/.test(line));
  const read = baselineFromJson(isEmpty ? [] : parseDocument(text, file), file);
  if (read.kind === 'problems') throw errorFromProblems(read.problems, { file, text });
  return { baseline: read.baseline, text };
}

function errorFromProblems(
  problems: readonly BaselineProblem[],
  { file, text }: { readonly file: string; readonly text: string },
): InputError {
  const pointers = problems.map((problem) => problem.pointer);
  const positions = positionsInText(text, pointers);
  const [first, ...others] = problems.map((problem) => ({
    ...problem,
    at: { file, pointer: problem.pointer, ...positions.get(problem.pointer) },
  }));
  return new InputError({
    code: 'E_BASELINE_INVALID',
    at: first?.at,
    args: { problem: first?.problem, more: others.slice(0, MAX_SHOWN_COUNT).map((other) => `${textFromPlace(other.at)} ${other.problem}`) },
  });
}

const MAX_SHOWN_COUNT = 20;
