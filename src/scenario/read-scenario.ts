import { basename } from 'node:path';
import type { DocumentPort } from '../contract/document-port.js';
import { namesNearby } from '../base/did-you-mean.js';
import { ORACLES } from '../recovery/oracles.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ArazzoDocument } from './arazzo/document.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { LoadedSources } from './load-sources.js';
import { loadSources } from './load-sources.js';
import { noteUnknownOperations } from './note-unknown-operations.js';
import { orderedRoots } from './order-workflows.js';
import { parseScenario, scenarioError } from './parse-scenario.js';
import { resolveFaults } from './resolve-faults.js';
import { resolveRecovery } from './resolve-recovery.js';
import type { DocumentPlace } from './document-place.js';
import { resolveWorkflows } from './resolve-workflows.js';
import type { Scenario, Workflow } from './scenario.js';

/**
 * The scenario of an Arazzo document (1.0 or 1.1): every operation, step, workflow, system and link that it names is looked up.
 *
 * @param file - as the user gave it
 * @param port - reads it, and the documents it leads to
 * @param workspace - whose systems it speaks of
 * @throws InputError `E_SCENARIO_INVALID` at the first thing that is wrong, the others in `args.more`; those of documents that cannot be read
 */
export async function readScenario(file: string, port: DocumentPort, workspace: Workspace): Promise<Scenario> {
  const text = await port.readText(file, undefined);
  const document = await parseScenario(file, text);
  const place = { file, text, root: document.root, prefix: '' };
  const sources = await loadSources(document, { place, port, workspace, depth: 0 });
  const problems: ArazzoProblem[] = [];
  const workflows = await allWorkflows(document, { sources, place, port, workspace, problems });
  const roots = orderedRoots(workflows, problems);
  const faults = resolveFaults(document.faults, { workspace, file, problems, steps: stepIds(workflows, document) });
  const recovery = resolveRecovery(document.recovery, { workspace, file, problems });
  await noteUnknownOperations(faults, { sources, port, workspace, problems });
  noteSystems(document, workspace, problems);
  noteClaims(document, problems);
  if (problems.length > 0) throw await scenarioError(file, text, problems);
  return {
    name: basename(file).split('.')[0] ?? file,
    file,
    text,
    title: document.title,
    workflows,
    roots,
    contracts: contractsOf(workflows),
    faults,
    recovery,
    mutants: document.mutants,
    fleet: document.fleet,
    settleMs: document.settleMs,
  };
}

interface Resolving {
  readonly sources: LoadedSources;
  readonly place: DocumentPlace;
  readonly port: DocumentPort;
  readonly workspace: Workspace;
  readonly problems: ArazzoProblem[];
}

/** Those of the document, and those of the documents it refers to. */
async function allWorkflows(document: ArazzoDocument, resolving: Resolving): Promise<ReadonlyMap<string, Workflow>> {
  const { sources, place, port, workspace, problems } = resolving;
  const workflows = new Map(resolveWorkflows(document, { sources, place, workspace, problems }).map((one) => [one.key, one]));
  const faults = [...workflows.values()].flatMap((workflow) => workflow.faults);
  await noteUnknownOperations(faults, { sources, port, workspace, problems });
  for (const other of sources.documents.values()) {
    const own: ArazzoProblem[] = [];
    for (const [key, workflow] of await allWorkflows(other.document, { ...other, port, workspace, problems: own }))
      workflows.set(key, workflow);
    if (own.length > 0) throw await scenarioError(other.place.file, other.place.text, own);
  }
  return workflows;
}

/** What `after` and `until` of the document may name: the steps of all its workflows. */
function stepIds(workflows: ReadonlyMap<string, Workflow>, document: ArazzoDocument): ReadonlySet<string> {
  const own = new Set(document.workflows.map(({ workflowId }) => workflowId));
  return new Set([...workflows.values()].filter(({ key }) => own.has(key)).flatMap(({ steps }) => steps.map(({ stepId }) => stepId)));
}

function noteSystems(document: ArazzoDocument, { systems }: Workspace, problems: ArazzoProblem[]): void {
  const named = [...document.mutants, ...(document.fleet === undefined ? [] : [{ ...document.fleet, pointer: '/x-fleet' }])];
  for (const { system, pointer } of named) {
    if (!systems.has(system)) problems.push({ pointer: `${pointer}/system`, problem: `the workspace has no system "${system}"` });
  }
}

/** A claim that does not exist can refute nobody. */
function noteClaims({ mutants }: ArazzoDocument, problems: ArazzoProblem[]): void {
  const known: readonly string[] = ORACLES.map(({ claim }) => claim);
  for (const { refutes, pointer } of mutants) {
    for (const [index, claim] of refutes.entries()) {
      if (known.includes(claim)) continue;
      problems.push({
        pointer: `${pointer}/refutes/${index}`,
        problem: `there is no claim "${claim}"`,
        ...namesNearby(claim, known),
      });
    }
  }
}

function contractsOf(workflows: ReadonlyMap<string, Workflow>): Scenario['contracts'] {
  const targets = [...workflows.values()].flatMap(({ steps }) => steps.map(({ target }) => target));
  return new Map(targets.flatMap((target) => (target.kind === 'operation' ? [[target.system, target.contract] as const] : [])));
}
