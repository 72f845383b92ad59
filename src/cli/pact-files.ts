import { InputError } from '../base/errors.js';
import { pactFromJson } from '../compat/pact/pact-from-json.js';
import type { Pact } from '../compat/pact/pact.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';

/** A pact, and the text it was read from: places are looked up in it. */
export interface PactFile {
  readonly pact: Pact;
  readonly text: string;
}

/**
 * The pacts of some files, in the order named; those of a folder by name.
 *
 * @param action - what needs them: `compare`
 * @throws InputError `E_ARGUMENT_MISSING` when none is named, `E_PACT_INVALID` when one is none
 */
export async function readPacts(names: readonly string[], port: DocumentPort, action: string): Promise<readonly PactFile[]> {
  const files: string[] = [];
  for (const name of names) files.push(...((await port.listFiles?.(name))?.filter((file) => /\.json$/i.test(file)) ?? [name]));
  if (files.length === 0)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: `pact ${action}`, value: 'a pact, or a folder of pacts' } });
  return Promise.all(files.map((file) => readPact(file, port)));
}

async function readPact(file: string, port: DocumentPort): Promise<PactFile> {
  const text = await port.readText(file, undefined);
  return { pact: pactFromJson(parseDocument(text, file), file, text), text };
}
