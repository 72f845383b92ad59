import type { Usage } from '../compat/usage/usage.js';
import { usageFromJson } from '../compat/usage/usage-from-json.js';
import { InputError } from '../base/errors.js';
import type { DocumentPort } from '../contract/document-port.js';

/** Below the folder of the workspace. */
export const USAGE_FOLDER = '.mortise/usage';

/**
 * What consumers were seen to need, from the files of a folder or from one file; nothing when there is none and nobody named one.
 *
 * @param name - of the folder
 * @param isNamed - whether the user named it, so that it has to be there
 * @returns by the names of the files
 * @throws InputError when a file is no usage file, `E_FILE_NOT_FOUND`
 */
export async function readUsage(name: string, documents: DocumentPort, isNamed: boolean): Promise<readonly Usage[]> {
  const listed = await documents.listFiles?.(name);
  if (listed === undefined && !isNamed) return [];
  const files = (listed ?? [name]).filter((file) => /\.json$/i.test(file));
  if (isNamed && files.length === 0)
    throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file: name }, args: { path: `${name}/*.json` } });
  const usages: Usage[] = [];
  for (const file of files) usages.push(usageFromJson(await documents.readText(file, undefined), file));
  return usages;
}

/**
 * What is known of the consumers of one provider.
 *
 * @param usages - of all
 * @param names - that the provider may go by
 * @param isOnly - whether it is the only one: then it is meant when all that is known is of one provider
 */
export function usageOfProvider(usages: readonly Usage[], names: readonly string[], isOnly: boolean): readonly Usage[] {
  const own = usages.filter(({ provider }) => names.some((name) => name.toLowerCase() === provider.toLowerCase()));
  const isOfOne = new Set(usages.map(({ provider }) => provider)).size === 1;
  return own.length === 0 && isOnly && isOfOne ? usages : own;
}
