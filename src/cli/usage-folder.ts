import { InputError } from '../base/errors.js';
import { isJsonObject } from '../base/json.js';
import { pactFromJson } from '../compat/pact/pact-from-json.js';
import { usageFromPact } from '../compat/pact/usage-from-pact.js';
import { mergeUsage } from '../compat/usage/merge-usage.js';
import { usageFromJson } from '../compat/usage/usage-from-json.js';
import type { Usage } from '../compat/usage/usage.js';
import type { Contract } from '../contract/contract.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Finding } from '../finding/finding.js';

/** Below the folder of the workspace. */
export const USAGE_FOLDER = '.mortise/usage';

/** What one file says that a consumer needs. */
export interface UsageFile {
  readonly file: string;
  readonly consumer: string;
  readonly provider: string;
  /**
   * The usage, in the words of a contract: a pact names paths as they were called.
   *
   * @param contract - of the provider
   */
  readonly usageOf: (contract: Contract) => Usage;
}

/**
 * What consumers were seen to need, from the files of a folder or from one file, usage and pacts alike; nothing when there is none and nobody
 * named one.
 *
 * @param name - of the folder
 * @param isNamed - whether the user named it, so that it has to be there
 * @returns by the names of the files
 * @throws InputError when a file is neither, `E_FILE_NOT_FOUND`
 */
export async function readUsage(name: string, documents: DocumentPort, isNamed: boolean): Promise<readonly UsageFile[]> {
  const listed = await documents.listFiles?.(name);
  if (listed === undefined && !isNamed) return [];
  // A file that the user named is read whatever it is called: what is wrong with it is told by its text.
  const files = listed?.filter((file) => /\.json$/i.test(file)) ?? [name];
  if (isNamed && files.length === 0)
    throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file: name }, args: { path: `${name}/*.json`, writtenBy: '"mortise record"' } });
  const usages: UsageFile[] = [];
  for (const file of files) usages.push(usageFile(await documents.readText(file, undefined), file));
  return usages;
}

/** All versions of pacts have a provider that is an object; in a usage file it is a name. */
function usageFile(text: string, file: string): UsageFile {
  const value = parseDocument(text, file);
  if (isJsonObject(value) && isJsonObject(value['provider'])) {
    const pact = pactFromJson(value, file, text);
    return { file, consumer: pact.consumer, provider: pact.provider, usageOf: (contract) => usageFromPact(pact, contract) };
  }
  const usage = usageFromJson(text, file);
  return { file, consumer: usage.consumer, provider: usage.provider, usageOf: () => usage };
}

/** A provider, by what is known of it. */
export interface UsedProvider {
  /** That it may go by. */
  readonly names: readonly string[];
  readonly contract: Contract;
  /** Whether it is the only one: then it is meant when all that is known is of one provider. */
  readonly isOnly: boolean;
}

/**
 * What is known of the consumers of one provider, once for each.
 *
 * @param files - of all
 * @param provider - whose consumers are asked for
 */
export function usageOfProvider(files: readonly UsageFile[], { names, contract, isOnly }: UsedProvider): readonly Usage[] {
  const own = files.filter((file) => isOf(file, names));
  const isOfOne = new Set(files.map(({ provider }) => provider)).size === 1;
  const byConsumer = new Map<string, Usage>();
  for (const { consumer, usageOf } of own.length === 0 && isOnly && isOfOne ? files : own) {
    const known = byConsumer.get(consumer);
    byConsumer.set(consumer, known === undefined ? usageOf(contract) : mergeUsage(known, usageOf(contract)));
  }
  return [...byConsumer.values()];
}

/**
 * Who was watched with a provider.
 *
 * @param files - of all
 * @param provider - its name
 */
export function watchedConsumers(files: readonly UsageFile[], provider: string): ReadonlySet<string> {
  return new Set(files.filter((file) => isOf(file, [provider])).map(({ consumer }) => consumer));
}

/**
 * That what a file says is of no provider that was compared: a name that is written otherwise leaves everybody unwatched, and nobody is told.
 *
 * @param files - of all
 * @param providers - by the names that each goes by
 * @returns one finding for each such file
 */
export function unmatchedUsage(files: readonly UsageFile[], providers: readonly (readonly string[])[]): readonly Finding[] {
  const known = [...new Set(providers.flatMap(([name]) => name ?? []))].sort();
  return files
    .filter((file) => !providers.some((names) => isOf(file, names)))
    .map(({ file, consumer, provider }) => ({
      code: 'compat/usage-unmatched',
      severity: 'warning',
      place: { file },
      args: { consumer, provider, known },
    }));
}

function isOf({ provider }: UsageFile, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === provider.toLowerCase());
}
