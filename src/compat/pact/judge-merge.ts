import type { Contract } from '../../contract/contract.js';
import type { Finding } from '../../finding/finding.js';
import { comparePactToContract } from './compare-pact-to-contract.js';
import type { KnownVerification } from './environments.js';
import type { Pact } from './pact.js';

/** A version of a system, with what it says of itself. */
export interface MergedSystem {
  readonly name: string;
  readonly version: string;
  /** Those it has as a consumer. */
  readonly pacts: readonly Pact[];
  /** What it offers as a provider. */
  readonly contracts: readonly Contract[];
}

/** What is to go where. */
export interface MergeQuestion {
  readonly candidate: MergedSystem;
  /** As whom it is looked at: whether it can live with its providers, whether its consumers can live with it. */
  readonly roles: readonly ('consumer' | 'provider')[];
  readonly environment: string;
  readonly deployed: readonly MergedSystem[];
  readonly verifications: readonly KnownVerification[];
}

/** One consumer with one provider. */
export interface MergeRow {
  readonly environment: string;
  readonly consumer: SystemVersion;
  readonly provider: SystemVersion;
  readonly verdict: 'works' | 'breaks' | 'unknown';
  /** What the verdict rests on. */
  readonly by: 'verification' | 'comparison' | 'nothing';
  readonly reason: MergeReason;
  /** Of the comparison. */
  readonly findings: readonly Finding[];
}

export interface SystemVersion {
  readonly name: string;
  /** `undefined` when it is not deployed. */
  readonly version: string | undefined;
}

export type MergeReason = 'verified' | 'verification-failed' | 'promised' | 'not-promised' | 'undecided' | 'not-deployed' | 'no-contract';

/**
 * Whether a version works with what is deployed in an environment, pair by pair: by a verification of these two versions where there is one,
 * else by comparing the pact with the contract.
 *
 * @param question - what is to go where
 * @returns the pairs it is the consumer of, then those it is the provider of, by the other's name
 */
export function judgeMerge({ candidate, roles, environment, deployed, verifications }: MergeQuestion): readonly MergeRow[] {
  const others = deployed.filter(({ name }) => name !== candidate.name).sort((left, right) => (left.name < right.name ? -1 : 1));
  const rows: MergeRow[] = [];
  const add = (consumer: MergedSystem, provider: MergedSystem | string): void => {
    rows.push({ environment, ...judgePair(consumer, provider, verifications) });
  };
  if (roles.includes('consumer')) {
    const providers = new Set(candidate.pacts.map(({ provider }) => provider));
    for (const name of [...providers].sort())
      if (name !== candidate.name) add(candidate, others.find((other) => other.name === name) ?? name);
  }
  if (roles.includes('provider')) {
    for (const consumer of others) if (consumer.pacts.some(({ provider }) => provider === candidate.name)) add(consumer, candidate);
  }
  return rows;
}

function judgePair(
  consumer: MergedSystem,
  provider: MergedSystem | string,
  verifications: readonly KnownVerification[],
): Omit<MergeRow, 'environment'> {
  const isThere = typeof provider !== 'string';
  const pair = { consumer: versionOf(consumer), provider: isThere ? versionOf(provider) : { name: provider, version: undefined } };
  if (!isThere) return { ...pair, verdict: 'unknown', by: 'nothing', reason: 'not-deployed', findings: [] };
  const verified = verifications.filter((each) => isOf(each, consumer, provider)).at(-1);
  if (verified !== undefined) {
    const { isSuccess } = verified;
    return {
      ...pair,
      verdict: isSuccess ? 'works' : 'breaks',
      by: 'verification',
      reason: isSuccess ? 'verified' : 'verification-failed',
      findings: [],
    };
  }
  const pacts = consumer.pacts.filter((pact) => pact.provider === provider.name);
  const compared = pacts.map((pact) => compareWithAll(pact, provider.contracts));
  const findings = compared.flatMap((each) => each.findings);
  const by = provider.contracts.length === 0 ? 'nothing' : 'comparison';
  if (findings.some(({ severity }) => severity === 'error')) return { ...pair, verdict: 'breaks', by, reason: 'not-promised', findings };
  if (compared.some(({ hasAll }) => !hasAll)) return { ...pair, verdict: 'unknown', by, reason: 'no-contract', findings };
  if (findings.some(isOpen)) return { ...pair, verdict: 'unknown', by, reason: 'undecided', findings };
  return { ...pair, verdict: 'works', by, reason: 'promised', findings };
}

/**
 * Whether a finding says that something was not judged, or could not be: then the pair is not known to work.
 *
 * @param finding - of a comparison of a pact
 */
export function isOpen({ code }: Finding): boolean {
  return code === 'pact/undecided' || code === 'pact/matcher-unknown';
}

function compareWithAll(pact: Pact, contracts: readonly Contract[]): { readonly findings: readonly Finding[]; readonly hasAll: boolean } {
  const asked = contracts.map((contract) => ({ contract, part: interactionsFor(pact, contract) }));
  const hasAll = pact.interactions.every((interaction) => asked.some(({ part }) => part.interactions.includes(interaction)));
  return { findings: asked.flatMap(({ contract, part }) => comparePactToContract(part, contract)), hasAll };
}

/** The interactions of a pact that a contract can be asked about: calls go to OpenAPI, messages to AsyncAPI. */
export function interactionsFor(pact: Pact, contract: Contract): Pact {
  const hasCalls = contract.operations.length > 0;
  const interactions = pact.interactions.filter(({ kind }) => (kind === 'http') === hasCalls);
  return interactions.length === pact.interactions.length ? pact : { ...pact, interactions };
}

function isOf(known: KnownVerification, consumer: MergedSystem, provider: MergedSystem): boolean {
  return (
    known.consumer === consumer.name &&
    known.consumerVersion === consumer.version &&
    known.provider === provider.name &&
    known.providerVersion === provider.version
  );
}

function versionOf({ name, version }: MergedSystem): SystemVersion {
  return { name, version };
}
