import { basename, extname, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import { readContract } from '../contract/read-contract.js';
import { createCallerByHand } from '../host/control/caller-by-hand.js';
import { createControl } from '../host/control/control.js';
import { startControlServer } from '../host/control/control-server.js';
import { createDocumentPort } from '../host/document-port.js';
import { freshSeed } from '../host/entropy.js';
import { startFaultProxy } from '../host/fault-proxy.js';
import { openJournalFile } from '../host/journal-file.js';
import type { Metrics } from '../host/metrics/open-metrics.js';
import { machineClock } from '../host/machine-clock.js';
import type { Traces } from '../host/traces/open-traces.js';
import { startTcpProxy } from '../host/tcp-proxy.js';
import { targetFromUrl, type UpstreamTarget } from '../host/upstream.js';
import type { Journal } from '../journal/memory-journal.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { CommandInput, ExitCode } from './command.js';
import { failWith } from './fail.js';
import { faultRulesOf, openFaultDesk } from './fault-desk.js';
import { faultsText } from './fault-options.js';
import { listFaults } from './list-faults.js';
import { numberOption, textOption, wrongValue } from './option-values.js';
import { assertMetricsReadable } from './metrics-option.js';
import { readingOptions } from './reading-options.js';
import { serverMetrics } from './server-metrics.js';
import { certificatesFor } from './tls-options.js';
import { tracesFrom } from './trace-option.js';
import { untilAborted } from './until-aborted.js';

/** `mortise proxy`. */
export async function runProxy(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  if (options['list-faults'] === true) return listFaults(io, options['json'] === true);
  const { signal } = io;
  const target = targetOf(input);
  const contract = await contractOf(input);
  const rules = await faultRulesOf(input);
  const provider = textOption(options, 'provider') ?? providerName(contract);
  const isTls = options['tls'] === true;
  const seed = textOption(options, 'seed') ?? freshSeed();
  const secretNames = contract === undefined ? new Set<string>() : secretNamesOfContract(contract);
  const journalFile = textOption(options, 'journal');
  if (target.kind === 'tcp' && journalFile !== undefined)
    throw wrongValue('--journal', journalFile, 'an http:// target: of bytes there are no exchanges');
  const host = textOption(options, 'host') ?? '127.0.0.1';
  const port = numberOption(options, 'port', { least: 0, most: 65_535 }) ?? 4_011;
  const servers = { contracts: new Map([[provider, contract]]), isTls, isHttp: target.kind === 'http' };
  const desk = openFaultDesk({ rules, seed, secretNames, servers });
  const durableJournal = journalFile === undefined ? undefined : openJournalFile(resolve(io.cwd, journalFile), secretNames);
  let traces: Traces | undefined;
  let calledAt: string | undefined;
  const caller = createCallerByHand();
  try {
    const injector = desk.injectorFor(provider);
    const common = {
      consumer: textOption(options, 'consumer'),
      provider,
      injector,
      clock: machineClock,
      recorder: desk.recorder,
      host,
      port,
      certificates: await certificatesFor(input, host),
      onTrouble: (error: unknown) => void failWith(error, false, io),
    };
    const controlled = {
      name: provider,
      contract,
      clock: machineClock,
      faults: desk.controlledFaults(injector),
      scopes: undefined,
      state: undefined,
      journal: desk.journalOf(target.kind === 'http'),
      byHand: {
        url: () => calledAt,
        call: async (request: HttpRequest, over: AbortSignal) =>
          calledAt === undefined ? undefined : caller.call(request, calledAt, over),
        events: () => undefined,
      },
    };
    const token = textOption(options, 'control-token');
    traces = await tracesFrom(input);
    const metrics =
      options['metrics'] === true
        ? await serverMetrics(
            () => [controlled],
            () => controlled.journal.exchanges(undefined).length,
          )
        : undefined;
    const control =
      options['control'] === false
        ? undefined
        : createControl({ systems: () => [controlled], own: provider, token, metrics: metrics?.page });
    assertMetricsReadable(metrics !== undefined, control);
    const controlPort = numberOption(options, 'control-port', { least: 0, most: 65_535 });
    const controlServer = control === undefined || controlPort === undefined ? undefined : await startControlServer(control, controlPort);
    const proxy =
      target.kind === 'tcp'
        ? await startTcpProxy({ ...common, target: target.at })
        : await startFaultProxy({
            ...common,
            target: target.url,
            contract,
            durableJournal: observed(durableJournal, metrics),
            control,
            traces,
          });
    const url = target.kind === 'tcp' ? proxy.url.replace(/^https?:/, isTls ? 'tls:' : 'tcp:') : proxy.url;
    if (target.kind === 'http') calledAt = url;
    const ready = {
      type: 'ready',
      system: provider,
      url,
      target: target.url,
      faults: rules.map(({ label }) => label),
      seed,
      control: controlServer?.url,
    };
    io.stdout(
      options['json'] === true
        ? `${JSON.stringify(ready)}\n`
        : `${provider} at ${target.url} is reached by ${url}${faultsText(rules.length, seed)}${controlText(controlServer?.url)}\n`,
    );
    await untilAborted(signal);
    await Promise.all([proxy.close(), controlServer?.close()]);
    return 0;
  } finally {
    await caller.close();
    await traces?.close();
    durableJournal?.close();
  }
}

/** What is kept in a file is counted, too. */
function observed(journal: Journal | undefined, metrics: Metrics | undefined): Journal | undefined {
  if (metrics === undefined) return journal;
  return {
    append: (exchange) => {
      journal?.append(exchange);
      metrics.observe(exchange);
    },
  };
}

function controlText(url: string | undefined): string {
  return url === undefined ? '' : `, controlled at ${url}`;
}

/** What the proxy stands before: an HTTP provider, or any server. */
type ProxyTarget =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'tcp'; readonly url: string; readonly at: UpstreamTarget };

function targetOf({ positionals }: CommandInput): ProxyTarget {
  const [target, ...others] = positionals;
  if (target === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'proxy', value: 'the URL of a provider' } });
  if (others.length > 0) throw wrongValue('proxy', others.join(' '), 'one URL');
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || !/^(?:https?|tcp|tls):$/.test(url.protocol) || url.hostname === '' || url.username !== '')
    throw wrongValue('proxy', target.slice(0, 200), 'a URL like http://127.0.0.1:4010 or tcp://127.0.0.1:5432');
  if (!['/', ''].includes(url.pathname) || url.search !== '')
    throw wrongValue('proxy', target.slice(0, 200), 'a URL without a path: requests keep their own');
  if (url.protocol.startsWith('http')) return { kind: 'http', url: url.origin };
  if (url.port === '') throw wrongValue('proxy', target.slice(0, 200), 'a port, as in tcp://127.0.0.1:5432');
  return { kind: 'tcp', url: target, at: { ...targetFromUrl(target), isTls: url.protocol === 'tls:' } };
}

async function contractOf(input: CommandInput): Promise<Contract | undefined> {
  const file = textOption(input.options, 'contract');
  return file === undefined ? undefined : readContract(file, createDocumentPort(readingOptions(input)));
}

function providerName(contract: Contract | undefined): string {
  return contract === undefined || contract.file === '-' ? 'provider' : basename(contract.file, extname(contract.file));
}
