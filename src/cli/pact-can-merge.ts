import { InputError } from '../base/errors.js';
import { findingsFromMerge } from '../compat/pact/findings-from-merge.js';
import type { MergedSystem, MergeRow, SystemVersion } from '../compat/pact/judge-merge.js';
import { judgeMerge } from '../compat/pact/judge-merge.js';
import type { Finding } from '../finding/finding.js';
import { createDocumentPort } from '../host/document-port.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import type { CommandInput, ExitCode } from './command.js';
import { readDeployed } from './deployed-systems.js';
import { contractReader } from './lint-models.js';
import { knownValue, listOption, textOption, unknownValue } from './option-values.js';
import { brokerFrom } from './pact-broker.js';
import { readPacts } from './pact-files.js';
import { tellPactFindings } from './pact-output.js';
import { readingOptions } from './reading-options.js';

/**
 * `mortise pact can-merge`: whether a version works with what is deployed, by files alone, or by a broker.
 *
 * @param input - positionals are the pacts of `--consumer`; `--spec` are the contracts of `--provider`
 * @throws InputError `E_ARGUMENT_MISSING` when it is not said who is to be merged, in which version, or where to look
 */
export async function canMerge(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const version = textOption(options, 'version');
  if (version === undefined) throw missing('--version, that of who is to be merged');
  const file = textOption(options, 'environments');
  if (file === undefined && textOption(options, 'broker') === undefined) throw missing('--environments or --broker');
  const subject = { ...whoIsMerged(input), version };
  const told = file === undefined ? NOTHING : await byFiles(file, subject, input);
  const advised = textOption(options, 'broker') === undefined ? [] : await byBroker(subject, input);
  const others = { ...subject, matrix: told.rows.map(plainRow) };
  const isJson = options['json'] === true;
  if (!isJson && told.rows.length > 0) input.io.stdout(`${tableOf(told.rows, input)}\n`);
  if (!isJson && subject.roles.includes('provider') && file !== undefined && told.rows.length === 0)
    input.io.stdout(`${nobodyText(subject, told.providers)}\n`);
  return tellPactFindings([...told.findings, ...advised], told.texts, { ...input, others });
}

type Role = 'consumer' | 'provider';

interface Subject {
  readonly name: string;
  readonly version: string;
  readonly roles: readonly Role[];
}

function whoIsMerged({ options }: CommandInput): Omit<Subject, 'version'> {
  const consumer = textOption(options, 'consumer');
  const provider = textOption(options, 'provider');
  const name = consumer ?? provider;
  if (name === undefined) throw missing('--consumer or --provider: who is to be merged');
  if (consumer !== undefined && provider !== undefined && consumer !== provider) {
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--provider', seen: provider, expected: `${consumer}, since one system is merged at a time` },
    });
  }
  return {
    name,
    roles: [...(consumer === undefined ? [] : ['consumer' as const]), ...(provider === undefined ? [] : ['provider' as const])],
  };
}

interface Told {
  readonly rows: readonly MergeRow[];
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
  /** Whom the consumers that are deployed have pacts with. */
  readonly providers: readonly string[];
}

async function byFiles(file: string, { name, version, roles }: Subject, input: CommandInput): Promise<Told> {
  const { options, positionals } = input;
  const to = textOption(options, 'to');
  const deployed = await readDeployed(file, to, input);
  if (to !== undefined) knownValue('--to', to, [...deployed.environments.environments.keys()]);
  const port = createDocumentPort(readingOptions(input));
  const pacts = roles.includes('consumer') ? await readPacts(positionals, port, 'can-merge') : [];
  const consumers = new Set(pacts.map(({ pact }) => pact.consumer));
  // A name that is in none of them would be compared with nothing, and pass.
  if (roles.includes('consumer') && !consumers.has(name)) throw unknownValue('--consumer', name, [...consumers]);
  const specs = listOption(options, 'spec');
  if (roles.includes('provider') && specs.length === 0) throw missing('--spec, the contract of --provider');
  const read = contractReader(port);
  const candidate: MergedSystem = {
    name,
    version,
    pacts: pacts.map(({ pact }) => pact).filter(({ consumer }) => consumer === name),
    contracts: await Promise.all(specs.map(read)),
  };
  const { verifications } = deployed.environments;
  const rows = [...deployed.systems].flatMap(([environment, systems]) =>
    judgeMerge({ candidate, roles, environment, deployed: systems, verifications }),
  );
  const texts = new Map([...deployed.texts, ...pacts.map(({ pact, text }) => [pact.file, text] as const)]);
  const providers = [...deployed.systems.values()].flat().flatMap((system) => system.pacts.map(({ provider }) => provider));
  return { rows, findings: findingsFromMerge(rows, name), texts, providers: [...new Set(providers)].toSorted() };
}

/** Who is new, and who was misspelt, look alike. */
function nobodyText({ name }: Subject, providers: readonly string[]): string {
  const known = providers.length === 0 ? 'none that is deployed has any' : `those deployed have some with ${providers.join(', ')}`;
  return `nothing was compared: no consumer has a pact with ${name} (${known})`;
}

async function byBroker({ name, version }: Subject, input: CommandInput): Promise<readonly Finding[]> {
  const environment = textOption(input.options, 'to');
  if (environment === undefined) throw missing('--to, the environment that the broker is asked about');
  const open = await brokerFrom(input);
  if (open === undefined) return [];
  try {
    const { isDeployable, reason, rows } = await open.broker.canDeploy({ name, version }, environment);
    if (isDeployable === true) return [];
    const blocking = rows.filter(({ isSuccess }) => isSuccess !== true).map((row) => `${row.consumer} with ${row.provider}`);
    const args = {
      subject: `${name} ${version}`,
      environment,
      reason: 'broker',
      blocker: blocking.length === 0 ? 'something' : blocking,
      told: reason,
    };
    return [{ code: isDeployable === false ? 'pact/merge-blocked' : 'pact/merge-unknown', severity: 'error', args }];
  } finally {
    await open.close();
  }
}

function plainRow({ environment, consumer, provider, verdict, by, reason }: MergeRow): Readonly<Record<string, unknown>> {
  return { environment, consumer, provider, verdict, by, reason };
}

function tableOf(rows: readonly MergeRow[], { io }: CommandInput): string {
  const cells = rows.map(({ environment, consumer, provider, verdict, by }) => [
    environment,
    textOf(consumer),
    textOf(provider),
    verdict,
    by === 'nothing' ? '' : `by ${by}`,
  ]);
  return textFromTable(COLUMNS, cells, io.columnCount);
}

function textOf({ name, version }: SystemVersion): string {
  return version === undefined ? name : `${name} ${version}`;
}

function missing(value: string): InputError {
  return new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact can-merge', value } });
}

const COLUMNS: readonly Column[] = [
  { title: 'environment', align: 'left' },
  { title: 'consumer', align: 'left', shrinks: true },
  { title: 'provider', align: 'left', shrinks: true },
  { title: 'verdict', align: 'left' },
  { title: 'known', align: 'left' },
];
const NOTHING: Told = { rows: [], findings: [], texts: new Map(), providers: [] };
