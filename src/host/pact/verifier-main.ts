/**
 * The program of `verifyPacts`: runs Pact's own verifier, which is native code that prints as it likes, in a process of its own. Settings
 * come and the report goes by the channel of `fork`.
 */
import { InputError } from '../../base/errors.js';
import { importUserModule } from '../user-module.js';
import type { VerifierReport, VerifierSettings } from './verifier-settings.js';

type PactPackage = typeof import('@pact-foundation/pact');
type PackageOptions = ConstructorParameters<PactPackage['Verifier']>[0];

interface Handlers {
  readonly states: NonNullable<PackageOptions['stateHandlers']>;
  readonly messages: NonNullable<PackageOptions['messageProviders']>;
}

async function verified(settings: VerifierSettings): Promise<VerifierReport> {
  // No telemetry, whatever the user's environment says.
  process.env['PACT_DO_NOT_TRACK'] = 'true';
  const loaded = await loadPackage();
  if (loaded === undefined) return { kind: 'package-missing' };
  const handlers = await loadHandlers(settings.handlers);
  if (typeof handlers === 'string') return { kind: 'handlers-invalid', problem: handlers };
  const { provider, providerUrl, pactFiles, statesUrl, headers, timeoutMs } = settings;
  const verifier = new loaded.Verifier({
    provider,
    pactUrls: [...pactFiles],
    timeout: timeoutMs,
    logLevel: 'error',
    // Left to itself its proxy listens to everybody.
    proxyHost: '127.0.0.1',
    stateHandlers: handlers.states,
    messageProviders: { ...messageProviders(settings.messages, loaded), ...handlers.messages },
    // It refuses an object without members.
    ...(Object.keys(headers).length === 0 ? {} : { customProviderHeaders: headers }),
    ...(providerUrl === undefined ? {} : { providerBaseUrl: providerUrl }),
    ...(statesUrl === undefined ? {} : { providerStatesSetupUrl: statesUrl, providerStatesSetupTeardown: true }),
  });
  try {
    return { kind: 'done', results: await verifier.verifyProvider() };
  } catch (error) {
    // An unkept pact comes as an error whose message is the report.
    const message = error instanceof Error ? error.message : String(error);
    return message.startsWith('{') ? { kind: 'done', results: message } : { kind: 'failed', reason: message };
  }
}

async function loadPackage(): Promise<PactPackage | undefined> {
  try {
    return await import('@pact-foundation/pact');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function loadHandlers(file: string | undefined): Promise<Handlers | string> {
  if (file === undefined) return { states: {}, messages: {} };
  try {
    const exported = await importUserModule(file, { purpose: 'handlers', failed: invalid });
    for (const name of ['states', 'messages']) {
      const value = exported[name] ?? {};
      if (typeof value !== 'object' || Object.values(value).some((each) => typeof each !== 'function' && typeof each !== 'object'))
        return `"${name}" is an object of functions by name`;
    }
    return { states: (exported['states'] ?? {}) as Handlers['states'], messages: (exported['messages'] ?? {}) as Handlers['messages'] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return String(error.args['problem'] ?? `there is no module ${file}`);
  }
}

function invalid(problem: string, cause: unknown): InputError {
  return new InputError({ code: 'E_HOOKS_INVALID', args: { problem }, cause });
}

function messageProviders(messages: VerifierSettings['messages'], { providerWithMetadata }: PactPackage): Handlers['messages'] {
  const entries = Object.entries(messages).map(([name, { contents, metadata }]) => {
    return [name, providerWithMetadata(async () => contents, { ...metadata } as Parameters<typeof providerWithMetadata>[1])] as const;
  });
  return Object.fromEntries(entries);
}

function report(said: VerifierReport): void {
  process.send?.(said);
}

function failed(error: unknown): VerifierReport {
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
}

process.once('message', (settings: VerifierSettings) => {
  void verified(settings).then(report, (error: unknown) => report(failed(error)));
});
// The package's proxy throws where nobody can catch it when the provider is away; the native part would go on asking for minutes.
process.once('uncaughtException', (error) => report(failed(error)));
