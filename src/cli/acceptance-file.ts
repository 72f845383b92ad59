import { InputError } from '../base/errors.js';
import { textFromPlace } from '../base/place.js';
import type { AcceptanceFile } from '../compat/acceptance.js';
import { acceptancesFromJson } from '../compat/acceptances-from-json.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { positionsInText } from '../contract/position.js';

/** What is accepted, and the text it was read from: places are looked up in it. */
export interface AcceptancesRead {
  readonly acceptances: AcceptanceFile;
  readonly text: string;
}

/** Beside the workspace. */
export const ACCEPTANCES_NAME = 'mortise-accepted.yaml';

/**
 * The acceptances of a file; none when there is no file and nobody named one.
 *
 * @param file - YAML or JSON
 * @param isNamed - whether the user named it, so that it has to be there
 * @throws InputError `E_ACCEPTANCES_INVALID` at the first thing that is wrong, the others in `args.more`; `E_DOCUMENT_SYNTAX`, `E_FILE_NOT_FOUND`
 */
export async function readAcceptances(file: string, documents: DocumentPort, isNamed: boolean): Promise<AcceptancesRead> {
  const text = await textIfThere(file, documents, isNamed);
  // A file with nothing but comments accepts nothing; a parser calls it no document.
  const isEmpty = text.split('\n').every((line) => /^\uFEFF?\s*(?:#.*)?$/.test(line));
  const read = acceptancesFromJson(isEmpty ? [] : parseDocument(text, file));
  if (read.kind === 'acceptances') return { acceptances: { file, entries: read.entries }, text };
  const positions = positionsInText(
    text,
    read.problems.map(({ pointer }) => pointer),
  );
  const [first, ...others] = read.problems.map((one) => ({ ...one, at: { file, pointer: one.pointer, ...positions.get(one.pointer) } }));
  const more = others.slice(0, MAX_SHOWN_COUNT).map((other) => `${textFromPlace(other.at)} ${other.problem}`);
  throw new InputError({ code: 'E_ACCEPTANCES_INVALID', at: first?.at, args: { problem: first?.problem, more } });
}

async function textIfThere(file: string, documents: DocumentPort, isNamed: boolean): Promise<string> {
  try {
    return await documents.readText(file, undefined);
  } catch (error) {
    if (!isNamed && error instanceof InputError && error.code === 'E_FILE_NOT_FOUND') return '';
    throw error;
  }
}

const MAX_SHOWN_COUNT = 20;
