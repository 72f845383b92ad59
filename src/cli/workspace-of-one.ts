import { workspaceFromContractFile } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { wrongValue } from './option-values.js';

/** How the provider of a contract that stands alone is reached. */
export interface Reach {
  /** Where it runs; `undefined` for its mock. */
  readonly url: string | undefined;
  /** Sent with every request: an `Authorization`, as a rule. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The workspace of one contract whose provider runs somewhere.
 *
 * @param spec - its OpenAPI document
 * @throws InputError `E_ARGUMENT_VALUE` when the address is none
 */
export function workspaceOfOne(spec: string, { url, headers }: Reach): Workspace {
  const alone = workspaceFromContractFile(spec);
  const workspace = { ...alone, integrations: alone.integrations.map((pair) => ({ ...pair, headers: { ...pair.headers, ...headers } })) };
  if (url === undefined) return workspace;
  if (!/^https?:\/\/[^/]/i.test(url)) throw wrongValue('--url', url, 'an address that begins with http:// or https://');
  const systems = [...workspace.systems].map(([name, system]) => [name, { ...system, url: url.replace(/\/+$/, '') }] as const);
  return { ...workspace, systems: new Map(systems) };
}
