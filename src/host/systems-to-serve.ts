import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/read-contract.js';
import { readContract } from '../contract/read-contract.js';
import type { EventTrigger } from '../workspace/event-trigger.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { tokenNameProblems } from '../workspace/token-name-problems.js';
import { triggerNameProblems } from '../workspace/triggers-problems.js';
import { webhookNameProblems } from '../workspace/webhook-name-problems.js';
import type { Workspace } from '../workspace/workspace.js';
import { errorFromProblems } from '../workspace/workspace-problem.js';
import { type ServedSystem, servedSystem } from './served-system.js';

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
      const { name, openapi, asyncapi, broker, mockEvents } = system;
      const own = freeName(name, [...http, ...events]);
      nameOf.set(name, own);
      if (openapi !== undefined) {
        const contract = await readContract(openapi, oncePort);
        http.push({ ...(await servedSystem(system, contract, oncePort)), name: own, urlOf, nameOf });
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
