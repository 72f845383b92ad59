import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { Certificates } from '../host/certificates.js';
import { createDocumentPort } from '../host/document-port.js';
import { freshSeed } from '../host/entropy.js';
import { openJournalFile } from '../host/journal-file.js';
import { type MockServerOptions, startMockServer } from '../host/mock-server.js';
import { createMemoryJournal } from '../journal/memory-journal.js';
import type { CorsMode } from '../mock/cors.js';
import { createMock } from '../mock/mock.js';
import type { Rules } from '../mock/rules.js';
import { DEFAULT_RULES, parseRules } from '../mock/rules.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { Command, CommandInput, ExitCode, Option } from './command.js';
import { failWith } from './fail.js';
import type { FaultDesk } from './fault-desk.js';
import { FAULT_OPTIONS, faultsText, TLS_OPTIONS } from './fault-options.js';
import { isLoopback, numberOption, textOption } from './option-values.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';
import { type ServedSystem, systemsToServe } from './systems-to-serve.js';
import { untilAborted } from './until-aborted.js';

const OPTIONS: readonly Option[] = [
  {
    name: 'port',
    short: 'p',
    kind: 'text',
    value: 'n',
    help: 'Port to listen on; further systems take the ports after it; 0 takes any free one (default 4010)',
  },
  { name: 'host', short: 'h', kind: 'text', value: 'address', help: 'Address to listen on (default 127.0.0.1)' },
  { name: 'dynamic', short: 'd', kind: 'boolean', help: 'Vary the values of every answer instead of giving examples' },
  { name: 'seed', kind: 'text', value: 'text', help: 'What varied values are drawn from; the same seed gives the same bytes' },
  { name: 'errors', kind: 'boolean', help: 'Answer 500 when an answer of the mock breaks the contract, instead of saying so in a header' },
  {
    name: 'validate',
    kind: 'text',
    value: 'rules',
    help: 'rule=off|warn|error,… for request, security, parameters, body, media-type, response',
  },
  { name: 'cors', kind: 'boolean', help: 'Let pages of other origins call (default true)' },
  { name: 'require-base-path', kind: 'boolean', help: 'Answer only below the base paths of the servers in the contract' },
  { name: 'journal', kind: 'text', value: 'file', help: 'Append every exchange to a file of JSON lines' },
  { name: 'max-body', kind: 'text', value: 'bytes', help: 'Largest request body that is read (default 10485760)' },
  { name: 'engine', kind: 'text', value: 'name', help: '"prism" hands the document to Prism, when it is installed (default mortise)' },
  ...FAULT_OPTIONS,
  ...TLS_OPTIONS,
  { name: 'control', kind: 'boolean', help: 'Answer the control API below /_mortise/ (default: when there are faults)' },
  { name: 'json', kind: 'boolean', help: 'Print one line of JSON for each system that is ready' },
  ...READING_OPTIONS,
];

/** `mortise mock`. */
export const mockCommand: Command = {
  name: 'mock',
  summary: 'Serve the systems of contracts: every documented operation answers as documented.',
  usage: 'mock <spec|mortise.yaml>… [options]',
  options: OPTIONS,
  examples: [
    'mortise mock fixtures/specs/petstore.yaml',
    'mortise mock fixtures/specs/petstore.yaml --port 0 --dynamic --seed 7',
    'mortise mock contracts/mortise.yaml --validate request=warn,security=off --journal calls.jsonl',
    'mortise mock fixtures/specs/petstore.yaml --fault "rate-limit limit=5 window=1s" --fault "stall on=getPet nth=3"',
  ],
  run: runMock,
};

async function runMock(input: CommandInput): Promise<ExitCode> {
  const { io } = input;
  if (input.options['list-faults'] === true) return (await import('./list-faults.js')).listFaults(io, input.options['json'] === true);
  const settings = settingsFrom(input);
  const { signal } = io;
  if (settings.engine === 'prism') {
    const { runPrism } = await import('../host/prism-engine.js');
    return runPrism({
      file: fileForPrism(input),
      host: settings.host,
      port: settings.port,
      dynamic: settings.dynamic,
      errors: settings.errors,
      cors: settings.cors,
      signal,
    });
  }
  const systems = await systemsToServe(settings.files, createDocumentPort(readingOptions(input)), io.env);
  const journal = createMemoryJournal();
  const secretNames = new Set(systems.flatMap(({ contract }) => [...secretNamesOfContract(contract)]));
  const faults = await mockFaults(input, { systems, secretNames, seed: settings.seed });
  const durableJournal =
    settings.journalFile === undefined ? undefined : openJournalFile(resolve(io.cwd, settings.journalFile), secretNames);
  const servers: { readonly close: () => Promise<void> }[] = [];
  try {
    for (const [index, { name, contract }] of systems.entries()) {
      const mock = createMock(contract, {
        rules: settings.rules,
        dynamic: settings.dynamic,
        cors: corsMode(settings),
        requireBasePath: settings.requireBasePath,
      });
      const server = await startMockServer({
        mock,
        provider: name,
        host: settings.host,
        port: settings.port === 0 ? 0 : settings.port + index,
        seed: settings.seed,
        journal,
        durableJournal,
        maxBodyBytes: settings.maxBodyBytes,
        onTrouble: (error) => void failWith(error, false, io),
        ...faultsBefore(name, faults),
      });
      servers.push(server);
      const told = settings.json ? jsonLine(name, server.url, contract, settings.seed) : readyLine(name, server.url, contract, settings);
      io.stdout(faults === undefined || settings.json ? told : told.replace(/\n$/, `${faultsText(faults.ruleCount, settings.seed)}\n`));
    }
    await untilAborted(signal);
    return 0;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    durableJournal?.close();
  }
}

/** The faults before all systems, and whether they can be changed while the mocks run. */
interface MockFaults {
  readonly desk: FaultDesk;
  readonly ruleCount: number;
  readonly isControlled: boolean;
  readonly certificates: Certificates | undefined;
}

interface ServedContracts {
  readonly systems: readonly ServedSystem[];
  readonly secretNames: ReadonlySet<string>;
  readonly seed: string;
}

/** Only when it was asked for: a mock without faults does not even read what they are made of. */
async function mockFaults(input: CommandInput, { systems, secretNames, seed }: ServedContracts): Promise<MockFaults | undefined> {
  const { control, tls } = input.options;
  if (control !== true && tls !== true && input.options['fault'] === undefined && input.options['faults'] === undefined) return undefined;
  const { faultRulesOf, openFaultDesk } = await import('./fault-desk.js');
  const rules = await faultRulesOf(input);
  const contracts = new Map(systems.map(({ name, contract }) => [name, contract]));
  const desk = openFaultDesk({ rules, seed, secretNames, servers: { contracts, isTls: tls === true, isHttp: true } });
  const { certificatesFor } = await import('./tls-options.js');
  const certificates = await certificatesFor(input, textOption(input.options, 'host') ?? '127.0.0.1');
  const isControlled = control ?? input.options['fault'] ?? input.options['faults'];
  return { desk, ruleCount: rules.length, isControlled: isControlled !== undefined && isControlled !== false, certificates };
}

function faultsBefore(
  provider: string,
  faults: MockFaults | undefined,
): Pick<MockServerOptions, 'injector' | 'recorder' | 'control' | 'certificates'> {
  if (faults === undefined) return {};
  const { desk, isControlled, certificates } = faults;
  const injector = desk.injectorFor(provider);
  return { injector, recorder: desk.recorder, control: isControlled ? desk.controlOf(injector) : undefined, certificates };
}

/** Options that Prism's server has no counterpart of: to take them and do nothing would be a lie. */
const NOT_FOR_PRISM = [
  'seed',
  'validate',
  'require-base-path',
  'journal',
  'max-body',
  'fault',
  'faults',
  'control',
  'tls',
  'tls-ca',
  'json',
  'allow-remote',
  'allow-files',
];

function fileForPrism({ positionals, options }: CommandInput): string {
  const option = NOT_FOR_PRISM.find((name) => options[name] !== undefined);
  if (option !== undefined) {
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--engine', seen: `prism with --${option}`, expected: 'prism without it' },
    });
  }
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  const seen = `prism with ${positionals.length} documents`;
  throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: '--engine', seen, expected: 'prism with one document' } });
}

interface MockSettings {
  readonly files: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly dynamic: boolean;
  readonly errors: boolean;
  readonly cors: boolean;
  readonly json: boolean;
  readonly seed: string;
  readonly rules: Rules;
  readonly requireBasePath: boolean;
  readonly journalFile: string | undefined;
  readonly maxBodyBytes: number | undefined;
  readonly engine: string;
}

function settingsFrom({ positionals, options }: CommandInput): MockSettings {
  if (positionals.length === 0)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'mock', value: 'a contract or a mortise.yaml' } });
  const errors = options['errors'] === true;
  const engine = textOption(options, 'engine') ?? 'mortise';
  if (engine !== 'mortise' && engine !== 'prism') {
    throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: '--engine', seen: engine, expected: 'mortise or prism' } });
  }
  return {
    files: positionals,
    host: textOption(options, 'host') ?? '127.0.0.1',
    port: numberOption(options, 'port', { least: 0, most: 65_535 }) ?? 4_010,
    dynamic: options['dynamic'] === true,
    errors,
    cors: options['cors'] !== false,
    json: options['json'] === true,
    seed: textOption(options, 'seed') ?? freshSeed(),
    rules: rulesFrom(textOption(options, 'validate'), errors),
    requireBasePath: options['require-base-path'] === true,
    journalFile: textOption(options, 'journal'),
    maxBodyBytes: numberOption(options, 'max-body', { least: 0, most: 2_147_483_647 }),
    engine,
  };
}

function rulesFrom(text: string | undefined, errors: boolean): Rules {
  const base: Rules = errors ? { ...DEFAULT_RULES, response: 'error' } : DEFAULT_RULES;
  if (text === undefined) return base;
  const parsed = parseRules(text, base);
  if (parsed.kind === 'rules') return parsed.rules;
  throw new InputError({
    code: 'E_ARGUMENT_VALUE',
    args: { option: '--validate', seen: parsed.part, expected: parsed.allowed.join(', ') },
  });
}

function corsMode({ cors, host }: MockSettings): CorsMode {
  if (!cors) return 'off';
  return isLoopback(host) ? 'reflect' : 'open';
}

function readyLine(name: string, url: string, contract: Contract, settings: MockSettings): string {
  const varied = settings.dynamic ? `, seed ${settings.seed}` : '';
  return `${name} is mocked at ${url} (${contract.operations.length} operations${varied})\n`;
}

function jsonLine(system: string, url: string, contract: Contract, seed: string): string {
  return `${JSON.stringify({ type: 'ready', system, url, operations: contract.operations.length, file: contract.file, seed })}\n`;
}
