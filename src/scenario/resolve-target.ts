import type { NamesNearby } from '../base/did-you-mean.js';
import { namesNearby } from '../base/did-you-mean.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import { basePathFor } from '../check/base-path.js';
import type { OperationEntry } from '../contract/contract.js';
import type { WrittenStep } from './arazzo/step.js';
import type { SourceContract } from './load-sources.js';
import type { Lookup } from './lookup.js';
import { resolveEventTarget } from './resolve-event-target.js';
import type { StepTarget } from './scenario.js';

/**
 * What a step calls: an operation of a system of the workspace, or a channel.
 *
 * @param step - with an `operationId`, an `operationPath` or a `channelPath`
 * @param lookup - where to look; takes what leads nowhere
 */
export function resolveTarget(step: WrittenStep, lookup: Lookup): StepTarget {
  const { key, text } = step.target;
  if (key === 'channelPath') return resolveEventTarget(step, lookup);
  const found = key === 'operationPath' ? byPath(text, lookup) : byId(text, lookup);
  const pointer = `${step.pointer}/${key}`;
  if (found.kind === 'event') return resolveEventTarget(step, lookup);
  if (found.kind === 'problem') {
    const { problem, suggestion, known } = found;
    lookup.problems.push({ pointer, problem, suggestion, known });
    return { kind: 'nowhere', text };
  }
  if (step.action !== undefined)
    lookup.problems.push({
      pointer: `${step.pointer}/action`,
      problem: 'only a message is sent or received: this step calls an operation',
    });
  const { entry, source } = found;
  const unusable = entry.read().unusable;
  if (unusable !== undefined)
    lookup.problems.push({ pointer, problem: `the operation "${entry.id}" of the contract cannot be used (${unusable.code})` });
  const system = systemOf(source, lookup);
  if (system === undefined) {
    const problem = `no system of the workspace offers ${source.contract.file}: name it with "x-system" at the source description`;
    lookup.problems.push({ pointer, problem, ...namesNearby(source.system ?? '', lookup.workspace.systems.keys()) });
    return { kind: 'nowhere', text };
  }
  return {
    kind: 'operation',
    system: system.name,
    contract: source.contract,
    entry,
    basePath: basePathFor(source.contract, system.url ?? ''),
  };
}

type Found =
  | { readonly kind: 'operation'; readonly entry: OperationEntry; readonly source: SourceContract }
  | { readonly kind: 'event' }
  | ({ readonly kind: 'problem'; readonly problem: string } & NamesNearby);

function systemOf(
  { system }: SourceContract,
  { workspace }: Lookup,
): { readonly name: string; readonly url: string | undefined } | undefined {
  return system === undefined ? undefined : workspace.systems.get(system);
}

/** `getOrder`, or `$sourceDescriptions.orders.getOrder`. */
function byId(text: string, { sources }: Lookup): Found {
  const [, name, id] = /^\$sourceDescriptions\.([A-Za-z0-9_-]+)\.(.+)$/s.exec(text) ?? [];
  if (name !== undefined && id !== undefined) {
    if (sources.channels.has(name)) return { kind: 'event' };
    const source = sources.contracts.get(name);
    if (source === undefined) return noSource(name, sources.contracts.keys());
    return inSource(id, name, source);
  }
  const hits = [...sources.contracts.values()].flatMap((source) => {
    const entry = source.contract.operations.find((candidate) => candidate.id === text);
    return entry === undefined ? [] : [{ kind: 'operation' as const, entry, source }];
  });
  if (hits.length > 1)
    return {
      kind: 'problem',
      problem: `several source descriptions have an operation "${text}": write $sourceDescriptions.<name>.${text}`,
    };
  if (hits[0] !== undefined) return hits[0];
  const events = [...sources.channels.values()].flatMap(({ contract }) => contract.eventOperations.map(({ id }) => id));
  if (events.includes(text)) return { kind: 'event' };
  const ids = [...sources.contracts.values()].flatMap(({ contract }) => contract.operations.map((entry) => entry.id)).concat(events);
  return { kind: 'problem', problem: `no source description has an operation "${text}"`, ...namesNearby(text, ids) };
}

function inSource(id: string, name: string, source: SourceContract): Found {
  const entry = source.contract.operations.find((candidate) => candidate.id === id);
  if (entry !== undefined) return { kind: 'operation', entry, source };
  const ids = source.contract.operations.map((candidate) => candidate.id);
  const { suggestion: near, known } = namesNearby(id, ids);
  const suggestion = near === undefined ? undefined : `$sourceDescriptions.${name}.${near}`;
  return { kind: 'problem', problem: `${name} has no operation "${id}"`, suggestion, known };
}

/** `{$sourceDescriptions.orders.url}#/paths/~1orders/get`. */
function byPath(text: string, { sources }: Lookup): Found {
  const [, name, pointer] = /^\{?\$sourceDescriptions\.([A-Za-z0-9_-]+)\.url\}?#(\/.*)$/s.exec(text) ?? [];
  if (name === undefined || pointer === undefined) {
    return { kind: 'problem', problem: 'an operationPath is {$sourceDescriptions.<name>.url}#/paths/<path>/<method>' };
  }
  const source = sources.contracts.get(name);
  if (source === undefined) return sources.channels.has(name) ? { kind: 'event' } : noSource(name, sources.contracts.keys());
  const [, path, method] = tokensFromPointer(pointer);
  const entry = source.contract.operations.find(
    (candidate) => candidate.pointer === pointer || (candidate.path === path && candidate.method === method?.toUpperCase()),
  );
  if (entry !== undefined) return { kind: 'operation', entry, source };
  const paths = source.contract.operations.map((candidate) => candidate.path);
  return {
    kind: 'problem',
    problem: `${name} has no operation ${method?.toUpperCase() ?? ''} ${path ?? pointer}`,
    ...namesNearby(path ?? '', paths),
  };
}

function noSource(name: string, names: Iterable<string>): Found {
  return { kind: 'problem', problem: `there is no source description "${name}"`, ...namesNearby(name, names) };
}
