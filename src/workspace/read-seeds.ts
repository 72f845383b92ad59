import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken } from '../base/json-pointer.js';
import type { DocumentPort } from '../contract/document-port.js';
import { parseDocument } from '../contract/document.js';
import { errorFromProblems, type WorkspaceProblem } from './workspace-problem.js';

/**
 * What is there to begin with, by the collection it is in: `/orders`, `/users/1/orders`, `/users/{id}/orders`, or `orders`.
 *
 * @param file - of YAML or JSON
 * @param port - reads it
 * @throws InputError `E_WORKSPACE_INVALID` at the first place that is no collection of objects, `E_DOCUMENT_SYNTAX`, `E_FILE_NOT_FOUND`
 */
export async function readSeeds(file: string, port: DocumentPort): Promise<ReadonlyMap<string, readonly JsonValue[]>> {
  const text = await port.readText(file, undefined);
  const value = parseDocument(text, file);
  const problems = seedProblems(value);
  if (problems.length > 0 || !isJsonObject(value)) throw await errorFromProblems(file, text, problems);
  return new Map(Object.entries(value).flatMap(([name, items]) => (Array.isArray(items) ? [[name, items] as const] : [])));
}

function seedProblems(value: JsonValue): readonly WorkspaceProblem[] {
  if (!isJsonObject(value)) return [{ pointer: '', problem: 'must be an object of collections: { /orders: [{ id: 1 }] }' }];
  return Object.entries(value).flatMap(([name, items]) => {
    const pointer = appendToken('', name);
    if (!Array.isArray(items)) return [{ pointer, problem: `the collection "${name}" must be a list` }];
    return items.flatMap((item: JsonValue, index) =>
      isJsonObject(item) ? [] : [{ pointer: appendToken(pointer, index), problem: `what is in "${name}" must be objects` }],
    );
  });
}
