import type { VerificationOutcome } from '../compat/pact/findings-from-verification.js';
import { pactFromJson } from '../compat/pact/pact-from-json.js';
import { parseDocument } from '../contract/document.js';
import type { FetchedPact, PactBroker } from '../host/pact/pact-broker.js';
import { openPactBroker } from '../host/pact/pact-broker.js';
import type { CommandInput } from './command.js';
import { textOption, wrongValue } from './option-values.js';
import type { PactFile } from './pact-files.js';
import { VERSION } from './version.js';

/** A broker, and what was fetched of it. */
export interface OpenBroker {
  readonly broker: PactBroker;
  pactsFor(provider: string): Promise<readonly PactFile[]>;
  /** Tells it what became of pacts that came from it; others it does not know. */
  publishResults(files: readonly PactFile[], outcome: VerificationOutcome, version: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The broker of `--broker`, `undefined` without that. Credentials come from the environment, so that they stand in no command line.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it is no address, or holds credentials
 */
export async function brokerFrom({ options, io }: CommandInput): Promise<OpenBroker | undefined> {
  const url = textOption(options, 'broker');
  if (url === undefined) return undefined;
  if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url))
    throw wrongValue('--broker', url, 'an address that begins with http:// or https://');
  const { username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw wrongValue(
      '--broker',
      'an address with credentials',
      'them in PACT_BROKER_TOKEN, or in PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD',
    );
  const broker = await openPactBroker({ url: url.replace(/\/+$/, ''), authorization: authorizationFrom(io.env) });
  const branch = textOption(options, 'branch');
  const fetched = new Map<string, FetchedPact>();
  return {
    broker,
    pactsFor: async (provider) => {
      const pacts = await broker.pactsFor(provider, branch);
      return pacts.map((pact) => {
        fetched.set(pact.url, pact);
        return pactFileFrom(pact);
      });
    },
    publishResults: async (files, outcome, version) => {
      const [first] = files;
      if (branch !== undefined && first !== undefined) await broker.setBranch({ name: first.pact.provider, version }, branch);
      for (const { pact } of files) {
        const known = fetched.get(pact.file);
        if (known === undefined) continue;
        const own = outcome.interactions.filter(({ file }) => file === pact.file);
        const isSuccess = own.every(({ isKept }) => isKept);
        // What was verified in part is neither kept nor broken.
        if (isSuccess && own.length < pact.interactions.length) continue;
        await broker.publishResult(known, { providerVersion: version, isSuccess, toolVersion: VERSION, interactions: own });
      }
    },
    close: () => broker.close(),
  };
}

/** What may still fail is told, not held against the provider. */
function pactFileFrom({ url, text, isPending }: FetchedPact): PactFile {
  const pact = pactFromJson(parseDocument(text, url), url, text);
  const interactions = isPending ? pact.interactions.map((each) => ({ ...each, pending: true })) : pact.interactions;
  return { pact: { ...pact, interactions }, text };
}

function authorizationFrom(env: CommandInput['io']['env']): string | undefined {
  const token = env['PACT_BROKER_TOKEN'];
  if (token !== undefined && token !== '') return `Bearer ${token}`;
  const username = env['PACT_BROKER_USERNAME'];
  if (username === undefined || username === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${env['PACT_BROKER_PASSWORD'] ?? ''}`).toString('base64')}`;
}
