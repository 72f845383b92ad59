import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { VerificationOutcome } from '../compat/pact/findings-from-verification.js';
import type { Pact, PactInteraction } from '../compat/pact/pact.js';
import { pactFinding } from '../compat/pact/pact-finding.js';
import type { SampledMessage } from '../compat/pact/sampled-messages.js';
import { sampledMessages } from '../compat/pact/sampled-messages.js';
import type { Finding } from '../finding/finding.js';
import { createDocumentPort } from '../host/document-port.js';
import { runVerification } from '../host/pact/run-verification.js';
import type { CommandInput, ExitCode } from './command.js';
import { durationOption, headersOption, textOption } from './option-values.js';
import { groupsOfPacts, shutOut } from './pact-credentials.js';
import type { PactFile } from './pact-files.js';
import { readPacts } from './pact-files.js';
import { tellPactFindings } from './pact-output.js';
import type { PactProvider } from './pact-provider.js';
import { openPactProvider } from './pact-provider.js';
import { brokerFrom } from './pact-broker.js';
import { readingOptions } from './reading-options.js';

/**
 * `mortise pact verify`: whether providers keep their pacts, by the verifier of `@pact-foundation/pact`.
 *
 * @param input - positionals are pacts; with `--broker` those of `--provider`
 */
export async function verifyPactsOf(input: CommandInput): Promise<ExitCode> {
  const { options, positionals, io } = input;
  const port = createDocumentPort(readingOptions(input));
  const broker = await brokerFrom(input);
  try {
    const fetched = broker !== undefined && positionals.length === 0 ? await broker.pactsFor(providerOption(input)) : undefined;
    const files = fetched ?? (await readPacts(positionals, port, 'verify'));
    const outcomes: VerificationOutcome[] = [];
    for (const provider of new Set(files.map(({ pact }) => pact.provider))) {
      const own = files.filter(({ pact }) => pact.provider === provider);
      const outcome = await verifyWith(provider, own, input);
      outcomes.push(outcome);
      if (options['publish'] === true) await broker?.publishResults(own, outcome, versionOption(input));
    }
    const interactions = outcomes.flatMap((outcome) => outcome.interactions);
    const texts = new Map(files.map(({ pact, text }) => [pact.file, text]));
    const findings = outcomes.flatMap((outcome) => outcome.findings);
    const code = tellPactFindings(findings, texts, { ...input, others: { interactions } });
    if (options['json'] !== true)
      io.stdout(`${interactions.filter(({ isKept }) => isKept).length} of ${interactions.length} interactions are kept.\n`);
    return code;
  } finally {
    await broker?.close();
  }
}

function providerOption({ options }: CommandInput): string {
  const provider = textOption(options, 'provider');
  if (provider !== undefined) return provider;
  throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact verify --broker', value: '--provider' } });
}

function versionOption({ options }: CommandInput): string {
  const version = textOption(options, 'version');
  if (version !== undefined) return version;
  throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact verify --publish', value: '--version, that of the provider' } });
}

async function verifyWith(name: string, files: readonly PactFile[], input: CommandInput): Promise<VerificationOutcome> {
  const { options, io } = input;
  const provider = await openPactProvider(name, files[0]?.pact.consumer, input);
  try {
    const handlers = textOption(options, 'handlers');
    const messages = new Map(files.flatMap(({ pact }) => [...messagesOf(pact, provider)]));
    const isVerified = ({ kind, description }: PactInteraction): boolean =>
      kind === 'http' ? provider.url !== undefined : handlers !== undefined || messages.has(description);
    const asked = files.map(({ pact }) => partOf(pact, isVerified));
    const left = files.flatMap(({ pact }, index) => unverified(pact, asked[index]));
    const { credentials } = provider;
    // Without a way in nothing can be said of the answers.
    if (credentials.failures.length > 0)
      return { interactions: [], findings: [...credentials.failures, ...asked.flatMap(shutOut), ...left] };
    const settings = {
      provider: name,
      providerUrl: provider.url,
      // A pact that is verified in part is not given on as it was written.
      texts: new Map(files.flatMap(({ pact, text }, index) => (asked[index] === pact ? [[pact.file, text] as const] : []))),
      statesUrl: textOption(options, 'states-url') ?? provider.statesUrl,
      timeoutMs: durationOption(options, 'timeout') ?? DEFAULT_TIMEOUT_MS,
      handlers: handlers === undefined ? undefined : resolve(io.cwd, handlers),
      messages: Object.fromEntries(messages),
    };
    const outcomes: VerificationOutcome[] = [];
    for (const { headers: own, pacts } of groupsOfPacts(asked, credentials)) {
      const headers = { ...provider.headers, ...own, ...headersOption(options, 'header') };
      const texts = new Map([...settings.texts].filter(([file]) => pacts.some((pact) => asked.includes(pact) && pact.file === file)));
      outcomes.push(await runVerification({ ...settings, texts, pacts, headers }, io.signal));
    }
    return {
      interactions: outcomes.flatMap(({ interactions }) => interactions),
      findings: [...outcomes.flatMap(({ findings }) => findings), ...left],
    };
  } finally {
    await provider.close();
  }
}

/** The mock of a contract sends what the contract shows. */
function messagesOf(pact: Pact, { kind, contracts }: PactProvider): readonly (readonly [string, SampledMessage])[] {
  return kind === 'mock' ? contracts.flatMap((contract) => [...sampledMessages(pact, contract)]) : [];
}

/** What nobody answers or sends cannot be verified, which says nothing about the provider. */
function partOf(pact: Pact, isVerified: (interaction: PactInteraction) => boolean): Pact {
  const interactions = pact.interactions.filter(isVerified);
  return interactions.length === pact.interactions.length ? pact : { ...pact, interactions };
}

function unverified(pact: Pact, asked: Pact | undefined): readonly Finding[] {
  const left = pact.interactions.filter((interaction) => asked?.interactions.includes(interaction) !== true);
  return left.map((interaction) => {
    const isCall = interaction.kind === 'http';
    const args = { part: isCall ? 'the answer' : 'the message', at: '', reason: isCall ? 'no-provider' : 'no-sender' };
    return pactFinding(pact, interaction, { code: 'pact/undecided', severity: 'warning', args });
  });
}

const DEFAULT_TIMEOUT_MS = 30_000;
