import { InputError } from '../base/errors.js';
import { compareContracts } from '../compat/compare-contracts.js';
import type { ContractComparison, ContractComparisonOptions } from '../compat/contract-comparison.js';
import type { Usage } from '../compat/usage/usage.js';
import { judgeVersionStep } from '../compat/version-step.js';
import type { Contract } from '../contract/contract.js';
import { readContract } from '../contract/read-contract.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import type { CompatSources } from './compat-sources.js';
import type { ComparedContract } from './compared-contract.js';
import { operationIdsOf } from './compared-contract.js';
import type { ContractRef, ContractSnapshot } from './contract-snapshot.js';
import { namedAs } from './schema-versions.js';
import { goneContract, identified, newContract, unreadableContract, versionOf } from './told-contracts.js';

/** How versions are compared. */
export interface SnapshotComparison {
  readonly mode: ContractComparisonOptions['mode'] | undefined;
  readonly events: ContractComparisonOptions['events'] | undefined;
  /** What was deprecated with a sunset before it may go. */
  readonly today: string;
  /** Whether the newest is compared with all older versions, not only with the one before it. */
  readonly isTransitive: boolean;
  /** The provider's name, when it is not that of the workspace or the contract. */
  readonly provider: string | undefined;
  /** What is known of the consumers of a provider. */
  usageOf(provider: string, contract: Contract): readonly Usage[];
  readonly signal: AbortSignal;
  /** Told before each contract. */
  readonly onContract?:
    | ((told: { readonly provider: string; readonly index: number; readonly count: number; readonly findingCount: number }) => void)
    | undefined;
}

type Snapshots = Pick<CompatSources, 'newer' | 'olders'>;

/**
 * Compares each contract with its older version, or with all of them.
 *
 * @param snapshots - what is compared
 * @param settings - how
 * @returns in the order of the newer snapshot, contracts that are gone last; of one contract the nearest version first
 * @throws InputError when a contract cannot be read; one of a commit that cannot is a finding
 */
export async function compareSnapshots(snapshots: Snapshots, settings: SnapshotComparison): Promise<readonly ComparedContract[]> {
  const compared: ComparedContract[] = [];
  const { contracts } = snapshots.newer;
  for (const [index, ref] of contracts.entries()) {
    if (settings.signal.aborted) break;
    const findingCount = compared.reduce((sum, { findings }) => sum + findings.length, 0);
    settings.onContract?.({ provider: ref.provider, index, count: contracts.length, findingCount });
    compared.push(...(await compareOne(ref, snapshots, settings)));
  }
  return [...compared, ...(await goneContracts(snapshots, settings))];
}

async function compareOne(ref: ContractRef, snapshots: Snapshots, settings: SnapshotComparison): Promise<readonly ComparedContract[]> {
  const contract = await readIfThere(ref, snapshots.newer);
  const known = new Set<string>();
  const compared: ComparedContract[] = [];
  for (const version of await olderVersions({ ref, contract }, snapshots, settings.isTransitive)) {
    const one = comparedWith(version, { ref, contract }, settings);
    compared.push(withoutKnown(one, known));
    for (const { id } of one.findings) if (id !== undefined) known.add(id);
  }
  if (compared.length > 0) return compared;
  // Nobody has it: reading it again says so.
  return [newContract(ref, contract ?? (await readContract(ref.file, snapshots.newer.documents)))];
}

/** What a nearer version has shown is not told again, but it is true of this one too. */
function withoutKnown(one: ComparedContract, known: ReadonlySet<string>): ComparedContract {
  const toldBeforeIds = one.findings.flatMap(({ id }) => (id !== undefined && known.has(id) ? [id] : []));
  if (toldBeforeIds.length === 0) return one;
  return { ...one, findings: one.findings.filter(({ id }) => id === undefined || !known.has(id)), toldBeforeIds };
}

interface NewerVersion {
  readonly ref: ContractRef;
  /** `undefined` when its file is gone. */
  readonly contract: Contract | undefined;
}

interface OlderVersion {
  readonly snapshot: ContractSnapshot;
  readonly ref: ContractRef;
  /** Or why it cannot be read. */
  readonly contract: Contract | InputError;
}

/** Those that the newer one is compared with, the nearest first. */
async function olderVersions(
  { ref, contract }: NewerVersion,
  { newer, olders }: Snapshots,
  isTransitive: boolean,
): Promise<readonly OlderVersion[]> {
  const chosen: OlderVersion[] = [];
  const isChosen = (text: Contract): boolean =>
    chosen.some((one) => !(one.contract instanceof InputError) && isSameText(one.contract, text));
  for (const [index, snapshot] of olders.entries()) {
    const version = await olderVersion(ref, newer, snapshot);
    if (version === undefined) continue;
    if (version.contract instanceof InputError || contract === undefined) return [...chosen, version];
    // What is checked out is the version of that tag: it is compared with the one before.
    if (snapshot.isHead === true && index < olders.length - 1 && isSameText(version.contract, contract)) continue;
    // Most releases leave most contracts as they are.
    if (!isChosen(version.contract)) chosen.push(version);
    if (!isTransitive) break;
  }
  return chosen;
}

async function olderVersion(ref: ContractRef, newer: ContractSnapshot, snapshot: ContractSnapshot): Promise<OlderVersion | undefined> {
  const olderRef = counterpart(ref, newer, snapshot);
  const contract = olderRef === undefined ? undefined : await readOlder(olderRef, snapshot);
  return olderRef === undefined || contract === undefined ? undefined : { snapshot, ref: olderRef, contract };
}

function comparedWith(older: OlderVersion, { ref, contract }: NewerVersion, settings: SnapshotComparison): ComparedContract {
  const { snapshot } = older;
  if (older.contract instanceof InputError) return unreadableContract(ref, snapshot, older.contract);
  if (contract === undefined) {
    const usage = settings.usageOf(older.ref.provider, older.contract);
    return goneContract(older.ref, snapshot, { contract: older.contract, usage });
  }
  const isUnchanged = isSameText(older.contract, contract);
  return comparedContract(
    { ref, olderRef: older.ref, prefix: snapshot.prefix, older: older.contract, newer: contract, isUnchanged },
    settings,
  );
}

/** Of versions long past only the nearest can lose a contract now. */
async function goneContracts({ newer, olders }: Snapshots, settings: SnapshotComparison): Promise<readonly ComparedContract[]> {
  const [older] = olders;
  if (older === undefined) return [];
  const gone: ComparedContract[] = [];
  for (const ref of older.contracts) {
    if (counterpart(ref, older, newer) !== undefined) continue;
    const contract = await readOlder(ref, older);
    if (contract === undefined || contract instanceof InputError) continue;
    gone.push(goneContract(ref, older, { contract, usage: settings.usageOf(ref.provider, contract) }));
  }
  return gone;
}

/** The same contract in another snapshot: by its system, then by its file; two versions that were named alone are meant. */
function counterpart(ref: ContractRef, from: ContractSnapshot, to: ContractSnapshot): ContractRef | undefined {
  const ofKind = to.contracts.filter(({ kind }) => kind === ref.kind);
  const same = ofKind.find(({ provider }) => provider === ref.provider) ?? ofKind.find(({ file }) => file === ref.file);
  const isAlone = from.contracts.length === 1 && to.contracts.length === 1 && from.prefix === '' && to.prefix === '';
  return same ?? (isAlone ? to.contracts[0] : undefined);
}

async function readIfThere(ref: ContractRef, { documents }: ContractSnapshot): Promise<Contract | undefined> {
  try {
    return await readContract(ref.file, documents);
  } catch (error) {
    if (error instanceof InputError && error.code === 'E_FILE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** What a commit holds cannot be mended, so it stops nobody; what the user named can. */
async function readOlder(ref: ContractRef, snapshot: ContractSnapshot): Promise<Contract | InputError | undefined> {
  try {
    return await readIfThere(ref, snapshot);
  } catch (error) {
    if (error instanceof InputError && snapshot.prefix !== '') return error;
    throw error;
  }
}

interface ContractPair {
  readonly ref: ContractRef;
  readonly olderRef: ContractRef;
  /** What stands before a file of the older one. */
  readonly prefix: string;
  readonly older: Contract;
  readonly newer: Contract;
  readonly isUnchanged: boolean;
}

function comparedContract(pair: ContractPair, settings: SnapshotComparison): ComparedContract {
  const { ref, olderRef, prefix, older, newer, isUnchanged } = pair;
  const provider = settings.provider ?? (ref.provider === olderRef.provider || newer.title === '' ? ref.provider : newer.title);
  const { findings, ...advice } = isUnchanged
    ? SAME
    : compareContracts(namedAs(newer, older), newer, optionsFor(provider, newer, settings));
  const place = { file: ref.file, pointer: '/info/version' };
  const step = judgeVersionStep({ provider, older: older.version, newer: newer.version, advised: advice.semver, place });
  const stepFindings = step === undefined ? [] : locateFindings([identified(step, { provider, kind: ref.kind })], newer.texts);
  return {
    provider,
    kind: ref.kind,
    title: newer.title,
    older: versionOf(olderRef, older, prefix),
    newer: versionOf(ref, newer, ''),
    isUnchanged,
    findings: [...findings.map((finding) => told(finding, prefix)), ...stepFindings],
    ...advice,
    operations: operationIdsOf([older, newer]),
  };
}

function optionsFor(provider: string, newer: Contract, { mode, events, usageOf, today }: SnapshotComparison): ContractComparisonOptions {
  const usage = usageOf(provider, newer);
  return { usage, provider, today, ...(mode === undefined ? {} : { mode }), ...(events === undefined ? {} : { events }) };
}

/** Files of a commit are named as git names them. */
function told(finding: Finding, prefix: string): Finding {
  const { compat } = finding;
  const older = compat?.older;
  if (compat === undefined || older === undefined) return finding;
  return { ...finding, compat: { ...compat, older: { ...older, file: `${prefix}${older.file}` } } };
}

/** File by file, each by its way from the first one: which of several comes first is chance. */
function isSameText(older: Contract, newer: Contract): boolean {
  const [before, after] = [textsByWay(older), textsByWay(newer)];
  return before.size === after.size && [...before].every(([way, text]) => after.get(way) === text);
}

function textsByWay({ file, texts }: Contract): ReadonlyMap<string, string> {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return new Map([...texts].map(([name, text]) => [name === file ? '' : name.startsWith(folder) ? name.slice(folder.length) : name, text]));
}

/** What is the same to the letter needs no comparing. */
const SAME: ContractComparison = { findings: [], semver: 'none', deployment: 'any-order', consumers: [] };
