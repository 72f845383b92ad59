import type { JsonValue } from '../../base/json.js';
import { readComponents } from './components.js';
import type { ArazzoNode } from './node.js';
import { durationOf, itemsOf, knownKeys, memberOf, numberOf, objectOf, report, requiredText, textOf } from './node.js';
import type { SourceDescription } from './source-description.js';
import { readSourceDescription } from './source-description.js';
import type { WrittenWorkflow } from './workflow.js';
import { readWorkflow } from './workflow.js';
import type { WrittenFault } from './x-faults.js';
import { readFaults } from './x-faults.js';
import type { Mutant } from './x-mutants.js';
import { readMutants } from './x-mutants.js';
import type { WrittenRecovery } from './x-recovery.js';
import { readRecovery } from './x-recovery.js';

/** An Arazzo document as written. */
export interface ArazzoDocument {
  readonly title: string;
  /** As written: what relative URLs in it begin from, and what others know it by. */
  readonly self: string | undefined;
  readonly sources: readonly SourceDescription[];
  readonly workflows: readonly WrittenWorkflow[];
  readonly faults: readonly WrittenFault[];
  readonly recovery: readonly WrittenRecovery[];
  readonly mutants: readonly Mutant[];
  /** `x-fleet`: so many of one system. */
  readonly fleet: { readonly system: string; readonly count: number } | undefined;
  /** `x-settle`: how long is waited after the last step; `undefined`: as the expectations need it. */
  readonly settleMs: number | undefined;
}

/**
 * An Arazzo document of version 1.0 or 1.1.
 *
 * @param node - its root
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#arazzo-specification-object
 */
export function readArazzoDocument(node: ArazzoNode): ArazzoDocument {
  objectOf(node);
  knownKeys(node, KEYS);
  const version = requiredText(node, 'arazzo');
  if (version !== '' && !VERSION.test(version)) report(memberOf(node, 'arazzo'), `version "${version}" is not known; 1.0 and 1.1 are`);
  const components = readComponents(memberOf(node, 'components'));
  const sources = itemsOf(memberOf(node, 'sourceDescriptions')).map(readSourceDescription);
  const workflows = itemsOf(memberOf(node, 'workflows')).map((item) => readWorkflow(item, components));
  if (sources.length === 0) report(node, 'a document has at least one of "sourceDescriptions"');
  if (workflows.length === 0) report(node, 'a document has at least one of "workflows"');
  noteTwins(node, 'sourceDescriptions', { key: 'name', noun: 'source description' });
  noteTwins(node, 'workflows', { key: 'workflowId', noun: 'workflow' });
  return {
    title: requiredText(memberOf(node, 'info'), 'title'),
    self: textOf(memberOf(node, '$self')),
    sources,
    workflows,
    faults: readFaults(memberOf(node, 'x-faults')),
    recovery: readRecovery(memberOf(node, 'x-recovery')),
    mutants: readMutants(memberOf(node, 'x-mutants')),
    fleet: readFleet(memberOf(node, 'x-fleet')),
    settleMs: durationOf(memberOf(node, 'x-settle')),
  };
}

/**
 * Whether a document says that it is one of Arazzo's.
 *
 * @param root - as parsed
 */
export function isArazzo(root: JsonValue): boolean {
  return typeof root === 'object' && root !== null && 'arazzo' in root;
}

function readFleet(node: ArazzoNode): ArazzoDocument['fleet'] {
  if (node.value === undefined) return undefined;
  knownKeys(node, ['system', 'count']);
  const count = numberOf(memberOf(node, 'count'), { least: 1, most: MAX_FLEET_COUNT, isWhole: true });
  if (count === undefined) report(node, 'a fleet has a "system" and a "count"');
  return { system: requiredText(node, 'system'), count: count ?? 1 };
}

function noteTwins(root: ArazzoNode, list: string, { key, noun }: { readonly key: string; readonly noun: string }): void {
  const seen = new Set<JsonValue>();
  for (const item of itemsOf({ ...memberOf(root, list), problems: [] })) {
    const member = memberOf(item, key);
    if (typeof member.value !== 'string') continue;
    if (seen.has(member.value)) root.problems.push({ pointer: member.pointer, problem: `the ${noun} "${member.value}" stands here twice` });
    seen.add(member.value);
  }
}

const VERSION = /^1\.[01](?:\.\d+(?:-.+)?)?$/;
const KEYS = [
  'arazzo',
  '$self',
  'info',
  'sourceDescriptions',
  'workflows',
  'components',
  'x-faults',
  'x-recovery',
  'x-mutants',
  'x-fleet',
  'x-settle',
];
const MAX_FLEET_COUNT = 10_000;
