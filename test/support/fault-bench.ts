import { Readable } from 'node:stream';
import type { Clock } from '../../src/base/clock.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import type { FaultInjector } from '../../src/fault/injector.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from '../../src/host/fault-proxy.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { type MockServer, startMockServer } from '../../src/host/mock-server.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import type { RunRecorder } from '../../src/journal/run-recorder.js';
import { createMock } from '../../src/mock/mock.js';
import { repositoryFolder } from './run-mortise.js';

/** A server behind faults, and what was recorded of it. Close it. */
export interface FaultBench {
  readonly url: string;
  readonly injector: FaultInjector;
  readonly recorder: RunRecorder;
  /** What no caller heard of. */
  readonly troubles: readonly unknown[];
  close(): Promise<void>;
}

const NAME = 'petstore';

/**
 * A mock of the pet store with faults of its own.
 *
 * @param faults - rules as `--fault` takes them
 */
export async function faultyMock(faults: readonly string[], clock: Clock = machineClock): Promise<FaultBench> {
  const { injector, recorder, troubles } = parts(faults, clock);
  const onTrouble = (error: unknown): void => void troubles.push(error);
  const server = await petstore({ injector, recorder, clock, onTrouble });
  return { url: server.url, injector, recorder, troubles, close: server.close };
}

/**
 * A mock of the pet store without faults, and a proxy with them before it.
 *
 * @param faults - rules as `--fault` takes them
 */
export async function faultyProxy(faults: readonly string[], clock: Clock = machineClock): Promise<FaultBench> {
  const server = await petstore({});
  const bench = await proxyBefore(server.url, faults, { clock, contract: await petstoreContract() });
  const close = async (): Promise<void> => {
    await bench.close();
    await server.close();
  };
  return { ...bench, close };
}

/**
 * A proxy before any provider.
 *
 * @param target - `http://127.0.0.1:4010`
 */
export async function proxyBefore(
  target: string,
  faults: readonly string[] = [],
  options: Partial<FaultProxyOptions> = {},
): Promise<FaultBench & { readonly proxy: FaultProxy }> {
  const { injector, recorder, troubles } = parts(faults, options.clock ?? machineClock);
  const proxy = await startFaultProxy({
    target,
    consumer: 'web',
    provider: NAME,
    contract: undefined,
    injector,
    clock: machineClock,
    recorder,
    host: '127.0.0.1',
    port: 0,
    onTrouble: (error) => void troubles.push(error),
    ...options,
  });
  return { url: proxy.url, proxy, injector, recorder, troubles, close: proxy.close };
}

export async function petstoreContract() {
  return readContract(
    `${repositoryFolder}/fixtures/specs/petstore.yaml`,
    createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) }),
  );
}

/** Varied: each answer is another, so that old ones can be told from new ones. */
async function petstore(options: Partial<Parameters<typeof startMockServer>[0]>): Promise<MockServer> {
  const mock = createMock(await petstoreContract(), { dynamic: true });
  const journal = createMemoryJournal();
  return startMockServer({ mock, provider: NAME, host: '127.0.0.1', port: 0, seed: '1', journal, ...options });
}

function parts(faults: readonly string[], clock: Clock) {
  const recorder = createRunRecorder();
  const injector = createInjector({ seed: '1', provider: NAME, onSpan: recorder.fault });
  injector.set(faults.map(faultRuleFromText), clock.nowMs());
  const troubles: unknown[] = [];
  return { injector, recorder, troubles };
}
