import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { FaultText } from '../../src/fault/fault-rule.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import { decodedContent } from '../../src/host/decoded-content.js';
import { simulatedTurn } from '../../src/host/simulated-turn.js';
import type { CreateSimulatedProgram } from '../../src/scenario/consumer-adapter.js';
import type { SimulatedWorld } from '../../src/scenario/simulated/create-simulated-world.js';
import { createSimulatedWorld } from '../../src/scenario/simulated/create-simulated-world.js';
import { textPort } from './text-port.js';

const STOCK = `
openapi: 3.1.0
info: { title: Stock, version: '1' }
paths:
  /items/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getItem
      responses:
        '200': { description: One, content: { application/json: { schema: { type: object }, example: { id: a, count: 3 } } } }
    post:
      operationId: takeItem
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '201': { description: Taken, content: { application/json: { schema: { type: object }, example: { taken: true } } } }
`;

let stock: Promise<Contract> | undefined;

/** A contract of a stock of items. */
export function stockContract(): Promise<Contract> {
  stock ??= readContract('stock.yaml', textPort({ 'stock.yaml': STOCK }));
  return stock;
}

export interface ShopOptions {
  readonly consumer: CreateSimulatedProgram;
  /** Instead of the mock of the stock. */
  readonly provider?: CreateSimulatedProgram;
  readonly faults?: readonly FaultText[];
  readonly seed?: string;
  readonly signal?: AbortSignal;
  readonly consumerCount?: number;
}

/** A world of two: a shop that calls a stock. */
export async function openShop(options: ShopOptions): Promise<SimulatedWorld> {
  const { createMock } = await import('../../src/mock/mock.js');
  const contract = await stockContract();
  const world = createSimulatedWorld({
    seed: options.seed ?? 'shop',
    signal: options.signal ?? new AbortController().signal,
    systems: [
      { name: 'shop', contract: undefined, mock: undefined, create: options.consumer, env: {}, instanceCount: options.consumerCount },
      { name: 'stock', contract, mock: createMock(contract), create: options.provider, env: {} },
    ],
    pairs: [{ consumer: 'shop', provider: 'stock' }],
    turn: simulatedTurn,
    decode: decodedContent,
  });
  await world.start();
  world.injector('shop', 'stock')?.set(faultRulesFromJson([...(options.faults ?? [])]), world.clock.nowMs());
  return world;
}

/** A request of the driver. */
export function ask(
  target: string,
  method = 'GET',
  body?: string,
): { method: string; target: string; headers: string[]; body: Uint8Array | undefined } {
  return { method, target, headers: ['host', 'shop.test'], body: body === undefined ? undefined : new TextEncoder().encode(body) };
}
