import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/read-contract.js';
import type { Seeds } from '../mock/state/memory.js';
import type { MockEvent } from '../workspace/mock-event.js';
import type { MockStreams } from '../workspace/mock-streams.js';
import type { MockTokens } from '../workspace/mock-tokens.js';
import type { CallbackRule, WebhookRule } from '../workspace/mock-webhooks.js';
import { readSeeds } from '../workspace/read-seeds.js';
import type { System } from '../workspace/workspace.js';

/** A system that a mock can stand in for. */
export interface ServedSystem {
  readonly name: string;
  readonly contract: Contract;
  /** Where its events flow, when the workspace says so. */
  readonly broker?: string | undefined;
  /** What its mock sends by itself. */
  readonly script?: readonly MockEvent[] | undefined;
  /** How its streams go. */
  readonly streams?: MockStreams | undefined;
  /** What its mock calls because of a call. */
  readonly webhooks?: readonly WebhookRule[] | undefined;
  /** How its mock calls back whoever gave it a URL. */
  readonly callbacks?: CallbackRule | undefined;
  /** Where systems of its workspace are that no mock stands in for. */
  readonly urlOf?: ReadonlyMap<string, string> | undefined;
  /** As systems of its workspace are served: a name that two workspaces have is numbered. */
  readonly nameOf?: ReadonlyMap<string, string> | undefined;
  /** What its tokens are like. */
  readonly tokens?: MockTokens | false | undefined;
  /** Whether its mock remembers; `undefined`: as the command line says. */
  readonly isStateful?: boolean | undefined;
  /** What its mock has to begin with, in place of what the examples of its contract show. */
  readonly seeds?: Seeds | undefined;
  /** Whether its mock looks into tokens. */
  readonly verifies?: boolean | undefined;
}

/**
 * A system with operations as its workspace wants it mocked, under the name that it has there.
 *
 * @param system - of a workspace
 * @param contract - its own
 * @param port - reads what it begins with
 * @throws InputError when its seed file is none
 */
export async function servedSystem(system: System, contract: Contract, port: DocumentPort): Promise<ServedSystem> {
  const { name, mockTokens: tokens, mockVerifies: verifies, mockState, mockStreams: streams } = system;
  const seeds = mockState?.seedFile === undefined ? undefined : await readSeeds(mockState.seedFile, port);
  const calling = { webhooks: system.mockWebhooks, callbacks: system.mockCallbacks };
  return { name, contract, tokens, verifies, isStateful: mockState?.isKept, seeds, streams, ...calling };
}
