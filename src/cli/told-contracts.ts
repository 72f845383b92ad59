import type { InputError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { Usage } from '../compat/usage/usage.js';
import type { AffectedConsumer, Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { ComparedContract, ToldVersion } from './compared-contract.js';
import { operationIdsOf } from './compared-contract.js';
import type { ContractRef, ContractSnapshot } from './contract-snapshot.js';

/**
 * A contract that no older version has.
 *
 * @param contract - as read
 */
export function newContract(ref: ContractRef, contract: Contract): ComparedContract {
  const finding = { code: 'compat/contract-added', severity: 'info', place: { file: ref.file }, args: { provider: ref.provider } } as const;
  return {
    ...untouched(ref),
    title: contract.title,
    newer: versionOf(ref, contract, ''),
    findings: [identified(finding, ref)],
    operations: operationIdsOf([contract]),
    semver: 'minor',
  };
}

/**
 * A contract that is there no more.
 *
 * @param ref - in the older version
 * @param gone - the contract as it was, and what its consumers were seen to need of it
 */
export function goneContract(
  ref: ContractRef,
  older: ContractSnapshot,
  { contract, usage }: { readonly contract: Contract; readonly usage: readonly Usage[] },
): ComparedContract {
  const affected = affectedBy(usage, ref.kind);
  const operations = operationIdsOf([contract]);
  const base = older.prefix === '' ? older.name : `${older.name}, ${ref.file}`;
  const finding: Finding = {
    code: 'compat/contract-removed',
    severity: 'error',
    args: { provider: ref.provider, base },
    compat: {
      direction: 'both',
      effect: 'removed',
      guards: [],
      older: { file: `${older.prefix}${ref.file}` },
      operations: [...operations],
      consumers: affected,
    },
  };
  const found = identified(finding, ref);
  const consumers = affected.map(({ consumer, verdict, interactionCount, lastSeenOn }) => ({
    consumer,
    verdict,
    interactionCount,
    lastSeenOn,
    findings: verdict === 'breaks' && found.id !== undefined ? [found.id] : [],
  }));
  const told = {
    ...untouched(ref),
    title: contract.title,
    older: versionOf(ref, contract, older.prefix),
    findings: [found],
    operations,
    consumers,
  };
  return { ...told, semver: 'major', deployment: 'consumers-first' };
}

/** Whoever was seen to use it is without it. */
function affectedBy(usages: readonly Usage[], kind: ContractRef['kind']): readonly AffectedConsumer[] {
  return usages.map(({ consumer, operations, messages }) => {
    const used = kind === 'openapi' ? operations.map((one) => ({ ...one, count: one.interactionCount })) : messages;
    const interactionCount = used.reduce((sum, { count }) => sum + count, 0);
    const lastSeenOn =
      used
        .map((one) => one.lastSeenOn ?? '')
        .sort()
        .at(-1) ?? '';
    const parts = `${used.length} ${kind === 'openapi' ? 'operation' : 'message'}${used.length === 1 ? '' : 's'}`;
    const evidence = used.length === 0 ? 'was not seen to use it' : `uses ${parts} of it`;
    const verdict = used.length === 0 ? 'safe' : 'breaks';
    return { consumer, verdict, interactionCount, ...(lastSeenOn === '' ? {} : { lastSeenOn }), evidence };
  });
}

/**
 * A contract whose older version cannot be read.
 *
 * @param error - why
 */
export function unreadableContract(ref: ContractRef, older: ContractSnapshot, error: InputError): ComparedContract {
  const args = { provider: ref.provider, base: older.name, reason: textFromError(error) };
  const finding: Finding = { code: 'compat/base-unreadable', severity: 'warning', place: { file: ref.file }, args };
  const told = { file: ref.file, version: '' };
  return { ...untouched(ref), older: told, newer: told, findings: [identified(finding, ref)] };
}

/**
 * One version of a contract, as it is told.
 *
 * @param prefix - what stands before its file
 */
export function versionOf(ref: ContractRef, contract: Contract, prefix: string): ToldVersion {
  return { file: `${prefix}${ref.file}`, version: contract.version };
}

/**
 * The finding with an id that is the provider's: contracts of several systems may have one file name.
 *
 * @param finding - about a contract as a whole
 */
export function identified(finding: Finding, { provider, kind }: Pick<ContractRef, 'provider' | 'kind'>): Finding {
  const { place: _, ...cause } = finding;
  return { ...finding, id: fingerprintOf({ ...cause, args: { location: [provider, kind] } }) };
}

function untouched({ provider, kind }: ContractRef): ComparedContract {
  return {
    provider,
    kind,
    title: '',
    older: undefined,
    newer: undefined,
    isUnchanged: false,
    findings: [],
    semver: 'none',
    deployment: 'any-order',
    consumers: [],
    operations: new Set(),
  };
}
