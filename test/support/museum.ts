import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ObservedMember, ObservedPolicy } from '../../src/recovery/probe/observed-policy.js';

/** Where the published clients and the programs around them stand. */
export const MUSEUM_FOLDER: string = resolve(import.meta.dirname, '../stories/clients');

/** @param packageName - as the museum's own `package.json` has it */
export function isInstalled(packageName: string): boolean {
  return existsSync(packageFile(packageName));
}

/**
 * Why a client of the museum cannot be run here; `undefined` when it can.
 *
 * @param packageName - as the museum's own `package.json` has it
 */
export function whyNot(packageName: string): string | undefined {
  if (!isInstalled(packageName)) return `${packageName} is not installed: npm ci --prefix test/stories/clients --ignore-scripts`;
  const major = leastMajor(packageName);
  return nodeFor(packageName) === undefined
    ? `${packageName} needs Node ${major}, and this is Node ${process.versions.node}: name another in MORTISE_SECOND_NODE`
    : undefined;
}

/**
 * The Node that a client runs on: this one where it is new enough, else the one that `MORTISE_SECOND_NODE` names.
 *
 * @param packageName - as the museum's own `package.json` has it
 */
export function nodeFor(packageName: string): string | undefined {
  const major = leastMajor(packageName);
  if (majorOf(process.versions.node) >= major) return process.execPath;
  const second = process.env['MORTISE_SECOND_NODE'];
  if (second === undefined || second === '') return undefined;
  return majorOf(execFileSync(second, ['--version'], { encoding: 'utf8' }).slice(1)) >= major ? second : undefined;
}

/** @param name - of a program of the museum, without its ending */
export function museumProgram(name: string): string {
  return join(MUSEUM_FOLDER, 'programs', `${name}.js`);
}

/** What of an observed policy does not depend on the day. */
export type StablePolicy = Readonly<Record<string, unknown>>;

/**
 * An observed policy without what differs from run to run: every time is rounded to two digits, and evidence is left out.
 *
 * @param policy - as it was observed
 */
export function stablePolicy(policy: ObservedPolicy): StablePolicy {
  const { verdicts: _verdicts, ...rest } = policy;
  const { kind, baseMs, factor, capMs } = rest.backoff;
  return {
    ...rest,
    backoff: { kind, baseMs: twoDigits(baseMs), factor, capMs: twoDigits(capMs) },
    timeoutMs: twoDigits(rest.timeoutMs),
  };
}

/** What of a stored policy was seen again, was not, or was not decided this time. */
export interface Comparison {
  readonly same: readonly ObservedMember[];
  readonly different: readonly { readonly member: ObservedMember; readonly stored: unknown; readonly seen: unknown }[];
  readonly undecided: readonly { readonly member: ObservedMember; readonly reason: string }[];
}

/**
 * Compares what was observed with what is stored of the client.
 *
 * @param stored - see {@link storedPolicy}
 * @param policy - as it was observed
 * @param members - that were asked for
 */
export function comparePolicies(stored: StablePolicy, policy: ObservedPolicy, members: readonly ObservedMember[]): Comparison {
  const observed = stablePolicy(policy);
  const compared = members.map((member) => {
    const { verdict, reason } = policy.verdicts[member];
    const [was, seen] = [memberOf(stored, member), memberOf(observed, member)];
    const isOpen = verdict === 'inconclusive' || (member !== NULL_IS_NONE && (hasGap(was) || hasGap(seen)));
    if (isOpen && !isSame(was, seen)) return { member, kind: 'undecided' as const, reason: reason ?? 'only part of it was decided' };
    return isSame(was, seen) ? { member, kind: 'same' as const } : { member, kind: 'different' as const, stored: was, seen };
  });
  return {
    same: compared.flatMap((one) => (one.kind === 'same' ? [one.member] : [])),
    different: compared.flatMap((one) => (one.kind === 'different' ? [{ member: one.member, stored: one.stored, seen: one.seen }] : [])),
    undecided: compared.flatMap((one) => (one.kind === 'undecided' ? [{ member: one.member, reason: one.reason }] : [])),
  };
}

/** @param client - whose program it is */
export function storedPolicy(client: string): StablePolicy {
  return JSON.parse(readFileSync(observedFile(client), 'utf8')) as StablePolicy;
}

/** Keeps what was observed, to be looked at and committed. */
export function storePolicy(client: string, policy: StablePolicy): void {
  writeFileSync(observedFile(client), `${JSON.stringify(policy, undefined, 2)}\n`);
}

function observedFile(client: string): string {
  return join(MUSEUM_FOLDER, 'observed', `${client}.json`);
}

function packageFile(packageName: string): string {
  return join(MUSEUM_FOLDER, 'node_modules', packageName, 'package.json');
}

function leastMajor(packageName: string): number {
  const { engines } = JSON.parse(readFileSync(packageFile(packageName), 'utf8')) as { readonly engines?: { readonly node?: string } };
  const majors = [...(engines?.node ?? '0').matchAll(/(\d+)(?:\.\d+)*/g)].map(([, major]) => Number(major));
  return Math.max(COMPARED_MAJOR, Math.min(...majors));
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function memberOf(policy: StablePolicy, member: ObservedMember): unknown {
  return member.split('.').reduce<unknown>((value, name) => (value as StablePolicy | undefined)?.[name], policy);
}

function hasGap(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && !Array.isArray(value) && 'kind' in value && value.kind === null;
}

/** Times that were rounded may be one step apart; what was not decided one of both times differs in nothing. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return Math.abs(left - right) <= TOLERANCE * Math.max(left, right);
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left)) return JSON.stringify(left) === JSON.stringify(right);
  return Object.entries(left).every(([name, value]) => {
    const other = (right as StablePolicy)[name];
    return isSame(value, other) || (NUMBERS.has(name) && (value === null || other === null));
  });
}

function twoDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(2));
}

/** What is stored was seen on this Node and newer ones: `fetch` of an older one recovers in other ways of its own. */
const COMPARED_MAJOR = 22;
/** Whoever has no timeout has `null`, with a verdict that is none of doubt. */
const NULL_IS_NONE: ObservedMember = 'timeoutMs';
/** Details of a backoff that one run decides and another leaves open. */
const NUMBERS: ReadonlySet<string> = new Set(['baseMs', 'factor', 'capMs']);
const TOLERANCE = 0.15;
