import { basePathFor } from './base-path.js';
import { login } from './login.js';
import type { PairRun } from './pair-run.js';
import { report } from './pair-run.js';

/**
 * Gets the run its credential; calls the operation that gives a token when the pair names one.
 *
 * @returns whether the rest can be tested; if not, the run has a finding that says why
 */
export async function getIn(run: PairRun): Promise<boolean> {
  const { input, session, ports, context } = run;
  const { auth, provider } = input.pair;
  const system = auth?.kind === 'login' ? (auth.system ?? provider) : provider;
  const contract = system === provider ? input.contract : (input.loginContract ?? input.contract);
  const baseUrl = session.urlOf(system) ?? session.baseUrl;
  const outcome = await login(auth, contract, basePathFor(contract, baseUrl), { ...run.caller, provider: system, baseUrl });
  if (outcome.kind === 'in' && outcome.credential?.kind === 'bearer') run.keepSecret(outcome.credential.token);
  if (outcome.exchange !== undefined) {
    run.learned.requestCount += 1;
    ports.onExchange?.(outcome.exchange, context.secrets);
  }
  if (outcome.kind === 'in') {
    run.learned.credential = outcome.credential;
    return true;
  }
  const { operation, reason, exchange } = outcome;
  const place = { file: contract.file, pointer: contract.operations.find((entry) => entry.id === operation)?.pointer ?? '' };
  report(run, { code: 'check/login-failed', severity: 'error', operation, place, args: { reason, system } }, exchange);
  return false;
}
