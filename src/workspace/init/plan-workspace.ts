import type { Contract } from '../../contract/contract.js';
import type { Component, Components } from './component.js';
import { addComponent, componentNamed } from './component.js';
import { findComponents } from './find-components.js';
import type { Link } from './find-links.js';
import { findLinks } from './find-links.js';
import type { JudgedContract } from './judge-contracts.js';
import type { SeenPact, Sightings } from './look-at-repository.js';

/** A workspace as it is going to be written. */
export interface WorkspacePlan {
  readonly systems: readonly Component[];
  readonly pairs: readonly PlannedPair[];
  /** What is known of who calls whom, though nothing can be said of it yet: the provider has no contract. */
  readonly withoutContract: readonly PlannedPair[];
  /** Providers of which nothing tells who calls them, in the order of the systems. */
  readonly unknown: readonly string[];
  readonly scenarios: readonly string[];
  /** What contracts have in common. */
  readonly models: readonly PlannedModel[];
}

/** A model that means the same in several contracts. */
export interface PlannedModel {
  readonly name: string;
  /** `orders#/components/schemas/Money`, at least two. */
  readonly places: readonly string[];
}

export interface PlannedPair {
  readonly consumer: string;
  readonly provider: string;
  /** `undefined` when nothing tells which: then it is all. */
  readonly uses: readonly string[] | undefined;
  /** What pacts call and the contract does not have, as `GET /orders/1`. */
  readonly undeclared: readonly string[];
  /** Where it stands; empty when somebody said so. */
  readonly because: readonly string[];
  /** Whether the consumer only stands for whoever it is. */
  readonly isGuess: boolean;
}

/** What a consumer calls by its pact. */
export interface PactCalls {
  /** Ids of operations, in the order of the contract. */
  readonly operations: readonly string[];
  readonly undeclared: readonly string[];
}

export interface Planning {
  /** Of the repository. */
  readonly name: string;
  readonly contracts: readonly JudgedContract[];
  /** What a pact calls of a contract; `undefined` when it does not tell. */
  readonly callsOf: (pact: SeenPact, contract: Contract) => PactCalls | undefined;
  /** What the contracts of systems have in common. */
  readonly modelsOf: (contracts: readonly { readonly system: string; readonly contract: Contract }[]) => readonly PlannedModel[];
  /** Who calls a provider, as somebody said: by the name of the provider. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

/**
 * The workspace that a repository shows. A provider whose consumers nothing and nobody tells has one named `client`, so that it can be tested.
 *
 * @param sightings - of the repository
 * @param planning - what was found out besides
 */
export function planWorkspace(sightings: Sightings, { name, contracts, callsOf, modelsOf, answers }: Planning): WorkspacePlan {
  const components = findComponents(sightings, contracts, name);
  const linked = pairsOf(findLinks(sightings, components), callsOf);
  const provides = (provider: string): boolean => components.all.some((one) => one.name === provider && hasContract(one));
  const pairs = linked.filter(({ provider }) => provides(provider));
  const unknown = components.all
    .filter((one) => hasContract(one) && pairs.every(({ provider }) => provider !== one.name))
    .map((one) => one.name);
  for (const provider of unknown) pairs.push(...told(provider, answers.get(provider) ?? [], components));
  const silent = unknown.filter((provider) => pairs.every((pair) => pair.provider !== provider));
  if (silent.length > 0) {
    const client = addComponent('client', components);
    pairs.push(...silent.map((provider) => ({ ...NOTHING_KNOWN, consumer: client.name, provider, isGuess: true })));
  }
  const withoutContract = linked.filter(({ provider }) => !provides(provider));
  const models = modelsOf(components.all.flatMap(contractsOf));
  return { systems: components.all, pairs, withoutContract, unknown, scenarios: sightings.scenarios, models };
}

/** Whom somebody named, each once; a name that nobody has is a further system. */
function told(provider: string, consumers: readonly string[], components: Components): readonly PlannedPair[] {
  const names = consumers.map((consumer) => (componentNamed(consumer, components) ?? addComponent(consumer, components)).name);
  return [...new Set(names)].filter((consumer) => consumer !== provider).map((consumer) => ({ ...NOTHING_KNOWN, consumer, provider }));
}

function pairsOf(links: readonly Link[], callsOf: Planning['callsOf']): PlannedPair[] {
  const byPair = new Map<string, Link[]>();
  for (const link of links) {
    const key = `${link.consumer.name}\u0000${link.provider.name}`;
    byPair.set(key, [...(byPair.get(key) ?? []), link]);
  }
  return [...byPair.values()].flatMap((signs) => {
    const [first] = signs;
    if (first === undefined) return [];
    const { consumer, provider } = first;
    const contract = provider.openapi?.contract;
    const calls = contract === undefined ? [] : signs.flatMap(({ pact }) => (pact === undefined ? [] : (callsOf(pact, contract) ?? [])));
    const used = new Set(calls.flatMap(({ operations }) => operations));
    const uses = contract?.operations.map(({ id }) => id).filter((id) => used.has(id));
    return [
      {
        consumer: consumer.name,
        provider: provider.name,
        uses: uses === undefined || uses.length === 0 ? undefined : uses,
        undeclared: [...new Set(calls.flatMap(({ undeclared }) => undeclared))],
        because: [...new Set(signs.map(({ because }) => because))],
        isGuess: false,
      },
    ];
  });
}

function contractsOf({ name, openapi, asyncapi }: Component): readonly { readonly system: string; readonly contract: Contract }[] {
  return [openapi, asyncapi].flatMap((one) => (one?.contract === undefined ? [] : [{ system: name, contract: one.contract }]));
}

function hasContract({ openapi, asyncapi }: Component): boolean {
  return openapi?.contract !== undefined || asyncapi?.contract !== undefined;
}

const NOTHING_KNOWN: Omit<PlannedPair, 'consumer' | 'provider'> = { uses: undefined, undeclared: [], because: [], isGuess: false };
