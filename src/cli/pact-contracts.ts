import { didYouMean } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput } from './command.js';
import { contractReader } from './lint-models.js';
import { listOption, textOption } from './option-values.js';

/** The contracts that pacts are held against. */
export interface PactContracts {
  readonly workspace: Workspace | undefined;
  /**
   * Those of a provider, OpenAPI first.
   *
   * @throws InputError `E_ARGUMENT_VALUE` when the workspace has no such system, or it has no contract
   */
  of(provider: string): Promise<readonly Contract[]>;
}

/**
 * The contracts that the user named: by `--spec` for whatever provider, or by `--workspace` for its systems.
 *
 * @param port - reads them
 * @throws InputError `E_ARGUMENT_MISSING` when neither is given
 */
export async function pactContracts({ options, io }: CommandInput, port: DocumentPort): Promise<PactContracts> {
  const read = contractReader(port);
  const specs = listOption(options, 'spec');
  const file = textOption(options, 'workspace');
  const workspace = file === undefined ? undefined : await readWorkspace(file, port, io.env);
  if (specs.length > 0) return { workspace, of: () => Promise.all(specs.map(read)) };
  if (workspace === undefined) {
    throw new InputError({
      code: 'E_ARGUMENT_MISSING',
      args: { option: 'pact', value: 'the contract of the provider: --spec or --workspace' },
    });
  }
  return { workspace, of: (provider) => Promise.all(contractFiles(workspace, provider).map(read)) };
}

function contractFiles(workspace: Workspace, provider: string): readonly string[] {
  const system = workspace.systems.get(provider);
  const files = [system?.openapi, system?.asyncapi].filter((file) => file !== undefined);
  if (files.length > 0) return files;
  const known = [...workspace.systems.values()]
    .filter(({ openapi, asyncapi }) => (openapi ?? asyncapi) !== undefined)
    .map(({ name }) => name);
  throw new InputError({
    code: 'E_ARGUMENT_VALUE',
    at: { file: workspace.file },
    args: {
      option: 'provider',
      seen: provider,
      suggestion: didYouMean(provider, known),
      expected: `a system with a contract: ${known.slice(0, 24).join(', ')}`,
    },
  });
}
