import type { Pace } from '../check/pace.js';
import { createPace } from '../check/pace.js';
import type { CheckPorts, Send } from '../check/ports.js';
import { lineFromRunExchange } from '../check/run-record.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Workspace } from '../workspace/workspace.js';
import { nowMs } from './clock.js';
import type { ContractShelf } from './contract-shelf.js';
import { createProviderHost } from './provider-host.js';
import type { RunWriter } from './run-writer.js';
import { sleep } from './sleep.js';

export interface CheckPortsOptions {
  readonly workspace: Workspace;
  readonly shelf: ContractShelf;
  /** What programs find in their environment. */
  readonly env: Environment;
  readonly seed: string;
  readonly send: Send;
  /** How many requests a provider gets in a second, at most. */
  readonly ratePerSecond: number | undefined;
  /** Where calls and findings are written down; `undefined` for nowhere. */
  readonly run: RunWriter | undefined;
}

/**
 * The world of a run: the real clock, real providers, each with a pace that all who call it share.
 *
 * @param options - what the run works with
 */
export function createCheckPorts(options: CheckPortsOptions): CheckPorts {
  const { workspace, shelf, env, seed, send, ratePerSecond, run } = options;
  const paces = new Map<string, Pace>();
  let exchangeCount = 0;
  return {
    send,
    nowMs,
    sleep,
    nextId: () => String(++exchangeCount),
    providers: createProviderHost({ workspace, servedOf: shelf.servedOf, eventContractOf: shelf.eventContractOf, env, seed }),
    paceOf: (provider) => {
      const known = paces.get(provider) ?? createPace(ratePerSecond, { nowMs, sleep });
      paces.set(provider, known);
      return known;
    },
    onExchange: (exchange, secrets, testCase) => run?.exchange(lineFromRunExchange(exchange, secrets, testCase)),
    onFinding: (finding) => {
      run?.finding(finding, { part: 'test' });
    },
  };
}
