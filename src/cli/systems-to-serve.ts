import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/read-contract.js';
import { readContract } from '../contract/read-contract.js';
import type { EventTrigger } from '../workspace/event-trigger.js';
import type { MockEvent } from '../workspace/mock-event.js';
import type { Seeds } from '../mock/state/memory.js';
import { readSeeds } from '../workspace/read-seeds.js';
import type { MockStreams } from '../workspace/mock-streams.js';
import type { MockTokens } from '../workspace/mock-tokens.js';
import type { CallbackRule, WebhookRule } from '../workspace/mock-webhooks.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { tokenNameProblems } from '../workspace/token-name-problems.js';
import { triggerNameProblems } from '../workspace/triggers-problems.js';
import { webhookNameProblems } from '../workspace/webhook-name-problems.js';
import type { Workspace } from '../workspace/workspace.js';
import { errorFromProblems } from '../workspace/workspace-problem.js';

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

/** What a mock serves: operations that are called, and channels that events flow through. */
export interface ServedSystems {
  readonly http: readonly ServedSystem[];
  readonly events: readonly ServedSystem[];
  /** What one does because of another, by the workspace that says so. */
  readonly triggers: readonly TriggersOfWorkspace[];
}

/** The triggers of a workspace, whose contracts have what they name. */
export interface TriggersOfWorkspace {
  readonly triggers: readonly EventTrigger[];
  /** As they are served: a name that two workspaces have is numbered. */
  readonly nameOf: ReadonlyMap<string, string>;
  /** Where systems without a mock are, when they are anywhere. */
  readonly urlOf: ReadonlyMap<string, string>;
}

/**
 * The systems of contracts and workspaces, in the order given; a name that comes twice is numbered.
 *
 * @param files - OpenAPI and AsyncAPI documents, schemas, and `mortise.yaml` files, mixed as the user likes
 * @param port - reads them
 * @param env - for the variables in workspaces
 */
export async function systemsToServe(
  files: readonly string[],
  port: DocumentPort,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServedSystems> {
  const http: ServedSystem[] = [];
  const events: ServedSystem[] = [];
  const triggers: TriggersOfWorkspace[] = [];
  for (const file of files) {
    const oncePort = readingOnce(port);
    const workspace = await readWorkspace(file, oncePort, env);
    const nameOf = new Map<string, string>();
    const urlOf = new Map([...workspace.systems.values()].flatMap(({ name, url }) => (url === undefined ? [] : [[name, url] as const])));
    for (const system of workspace.systems.values()) {
      const { name, openapi, asyncapi, broker, mockEvents, mockTokens: tokens, mockVerifies: verifies, mockState } = system;
      const own = freeName(name, [...http, ...events]);
      nameOf.set(name, own);
      if (openapi !== undefined) {
        const seeds = mockState?.seedFile === undefined ? undefined : await readSeeds(mockState.seedFile, oncePort);
        const state = { isStateful: mockState?.isKept, seeds };
        const { mockStreams: streams, mockWebhooks: webhooks, mockCallbacks: callbacks } = system;
        const calling = { streams, webhooks, callbacks, urlOf, nameOf };
        http.push({ name: own, contract: await readContract(openapi, oncePort), tokens, verifies, ...state, ...calling });
      }
      if (asyncapi !== undefined) events.push({ name: own, contract: await readContract(asyncapi, oncePort), broker, script: mockEvents });
    }
    await assertScriptsFit(workspace, nameOf, events);
    await assertTokensFit(workspace, nameOf, http);
    await assertWebhooksFit(workspace, nameOf, http);
    if (workspace.triggers === undefined || workspace.triggers.length === 0) continue;
    const named = { triggers: workspace.triggers, nameOf, urlOf };
    await assertTriggersFit(workspace, named, { http, events });
    triggers.push(named);
  }
  return { http, events, triggers };
}

/** A misspelt name would be a message that is never sent. */
async function assertScriptsFit(
  { file, text, systems }: Workspace,
  nameOf: ReadonlyMap<string, string>,
  events: readonly ServedSystem[],
): Promise<void> {
  const problems = [...systems.values()].flatMap(({ name, pointer, mockEvents = [] }) => {
    const contract = events.find((one) => one.name === nameOf.get(name))?.contract;
    return mockEvents.flatMap(({ operation, message }, index) => {
      const place = `${pointer}/mock/events/${index}`;
      const sending = contract?.eventOperations.filter(({ action }) => action === 'send') ?? [];
      const found = sending.find(({ id }) => id === operation);
      if (found === undefined) return [{ pointer: `${place}/operation`, problem: `no operation "${operation}" of this system sends` }];
      const isKnown = message === undefined || found.messages.some(({ id }) => id === message);
      return isKnown ? [] : [{ pointer: `${place}/message`, problem: `the operation has no message "${message}"` }];
    });
  });
  if (problems.length > 0) throw await errorFromProblems(file, text, problems);
}

/** A misspelt name would be an endpoint that nobody answers. */
async function assertTokensFit(
  { file, text, systems }: Workspace,
  nameOf: ReadonlyMap<string, string>,
  http: readonly ServedSystem[],
): Promise<void> {
  const problems = [...systems.values()].flatMap((system) => {
    const contract = http.find((one) => one.name === nameOf.get(system.name))?.contract;
    return tokenNameProblems(system, contract);
  });
  if (problems.length > 0) throw await errorFromProblems(file, text, problems);
}

/** A misspelt name would be a webhook that is never sent. */
async function assertWebhooksFit(workspace: Workspace, nameOf: ReadonlyMap<string, string>, http: readonly ServedSystem[]): Promise<void> {
  const contractOf = (name: string): Contract | undefined => http.find((one) => one.name === nameOf.get(name))?.contract;
  const problems = webhookNameProblems(workspace, contractOf);
  if (problems.length > 0) throw await errorFromProblems(workspace.file, workspace.text, problems);
}

/** A misspelt name would be a trigger that never goes off. */
async function assertTriggersFit(
  { file, text }: Workspace,
  { triggers, nameOf }: TriggersOfWorkspace,
  { http, events }: Pick<ServedSystems, 'http' | 'events'>,
): Promise<void> {
  const byName = (systems: readonly ServedSystem[]): ReadonlyMap<string, Contract> =>
    new Map(
      [...nameOf].flatMap(([name, own]) => systems.filter((one) => one.name === own).map(({ contract }) => [name, contract] as const)),
    );
  const contracts = { http: byName(http), events: byName(events) };
  const problems = triggers.flatMap((trigger) => triggerNameProblems(trigger, contracts));
  if (problems.length > 0) throw await errorFromProblems(file, text, problems);
}

function freeName(name: string, served: readonly ServedSystem[]): string {
  const taken = new Set(served.map((each) => each.name));
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}-${number}`;
  return candidate;
}

/** Standard input can be read only once, and a file that is both looked at and read as a contract need not be read twice. */
function readingOnce(port: DocumentPort): DocumentPort {
  const texts = new Map<string, Promise<string>>();
  return {
    ...port,
    readText: (file, from) => {
      if (from !== undefined) return port.readText(file, from);
      const text = texts.get(file) ?? port.readText(file, from);
      texts.set(file, text);
      return text;
    },
  };
}
