import type { ProviderKind } from '../check/ports.js';
import type { Contract } from '../contract/contract.js';
import { askedSystems } from '../workspace/asked-systems.js';
import type { PactCredentials, PactLogin } from './pact-credentials.js';
import { NO_CREDENTIALS, pactCredentials } from './pact-credentials.js';
import { createDocumentPort } from '../host/document-port.js';
import { createProviderHost } from '../host/provider-host.js';
import { servedSystem } from '../host/served-system.js';
import { workspaceFromContractFile } from '../workspace/read-workspace.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import type { CommandInput } from './command.js';
import { contractReader } from './lint-models.js';
import { listOption, textOption, wrongValue } from './option-values.js';
import type { PactContracts } from './pact-contracts.js';
import { pactContracts } from './pact-contracts.js';
import { readingOptions } from './reading-options.js';

/** A provider that answers until it is closed. */
export interface PactProvider {
  readonly kind: ProviderKind;
  /** `undefined` when it has no contract of calls. */
  readonly url: string | undefined;
  readonly contracts: readonly Contract[];
  readonly statesUrl: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: PactCredentials;
  close(): Promise<void>;
}

/**
 * The provider of some pacts: at `--url`, else its system of the workspace (running somewhere, started, or its mock), else the mock of `--spec`.
 *
 * @param name - as pacts call it
 * @param consumer - whose pair says what requests need, when the workspace has it
 */
export async function openPactProvider(name: string, consumer: string | undefined, input: CommandInput): Promise<PactProvider> {
  const url = textOption(input.options, 'url');
  if (url !== undefined && !/^https?:\/\/[^/]/i.test(url))
    throw wrongValue('--url', url, 'an address that begins with http:// or https://');
  const isAlone = listOption(input.options, 'spec').length === 0 && textOption(input.options, 'workspace') === undefined;
  if (url !== undefined && isAlone) return { ...NOTHING, kind: 'url', url: url.replace(/\/+$/, '') };
  const port = createDocumentPort(readingOptions(input));
  const found = await pactContracts(input, port);
  const contracts = await found.of(name);
  const { workspace, pair } = settingOf(name, consumer, { found, contracts });
  const statesUrl = pair?.states?.url;
  const base = { contracts, headers: pair?.headers ?? {} };
  const read = contractReader(port);
  const calls = contracts.find((contract) => contract.operations.length > 0);
  const logIn = async (session: PactLogin['session']): Promise<PactCredentials> => {
    if (pair === undefined || calls === undefined) return NO_CREDENTIALS;
    const asked = askedSystems(pair).flatMap((system) => workspace.systems.get(system)?.openapi ?? []);
    const others = await Promise.all(asked.map(read));
    const named = askedSystems(pair).filter((system) => workspace.systems.get(system)?.openapi !== undefined);
    const loginContracts = new Map(named.map((system, index) => [system, others[index] ?? calls]));
    return pactCredentials({ pair, contract: calls, contracts: loginContracts, session, signal: input.io.signal });
  };
  if (url !== undefined) {
    const baseUrl = url.replace(/\/+$/, '');
    const credentials = await logIn({ kind: 'url', baseUrl, urlOf: (system) => workspace.systems.get(system)?.url });
    return { ...NOTHING, ...base, kind: 'url', url: baseUrl, statesUrl: absolute(statesUrl, url), credentials };
  }
  if (pair === undefined || workspace.systems.get(pair.provider)?.openapi === undefined) return { ...NOTHING, ...base, kind: 'mock' };
  const host = createProviderHost({
    workspace,
    env: input.io.env,
    seed: '0',
    servedOf: async (system) => servedSystem(system, await read(system.openapi ?? ''), port),
    eventContractOf: (system) => read(system.asyncapi ?? ''),
  });
  const session = await host.open(pair, input.io.signal);
  // A mock has no states to be brought into.
  const asked = session.kind === 'mock' ? undefined : absolute(statesUrl, session.baseUrl);
  try {
    const credentials = await logIn(session);
    return { ...base, kind: session.kind, url: session.baseUrl, statesUrl: asked, credentials, close: session.stop };
  } catch (error) {
    await session.stop();
    throw error;
  }
}

interface Setting {
  readonly workspace: Workspace;
  readonly pair: Pair | undefined;
}

interface Found {
  readonly found: PactContracts;
  readonly contracts: readonly Contract[];
}

/** Events are not sent here, so no broker is started for them. */
function settingOf(name: string, consumer: string | undefined, { found, contracts }: Found): Setting {
  const { workspace } = found;
  if (workspace === undefined) {
    const calls = contracts.find((contract) => contract.operations.length > 0);
    const alone = workspaceFromContractFile(calls?.file ?? contracts[0]?.file ?? name);
    return { workspace: alone, pair: calls === undefined ? undefined : alone.integrations[0] };
  }
  const pairs = workspace.integrations.filter((pair) => pair.provider === name);
  const pair = pairs.find((one) => one.consumer === consumer) ?? pairs[0];
  const systems = [...workspace.systems].map(([key, system]) => [key, { ...system, asyncapi: undefined }] as const);
  return { workspace: { ...workspace, systems: new Map(systems) }, pair };
}

function absolute(path: string | undefined, baseUrl: string): string | undefined {
  return path === undefined ? undefined : /^https?:/i.test(path) ? path : `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

const NOTHING: PactProvider = {
  kind: 'url',
  url: undefined,
  contracts: [],
  statesUrl: undefined,
  headers: {},
  credentials: NO_CREDENTIALS,
  close: async () => undefined,
};
