import type { ComponentGroup } from './expression.js';
import type { ArazzoNode } from './node.js';
import { knownKeys, memberOf, membersOf, report } from './node.js';

/** What can be referred to, by name; read where it is referred to. */
export type Components = Readonly<Record<ComponentGroup, ReadonlyMap<string, ArazzoNode>>>;

/**
 * The Components Object. Schemas below `inputs` are referred to by `$ref`, and found there when a workflow's inputs are judged.
 *
 * @param node - an object, or nothing
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#components-object
 */
export function readComponents(node: ArazzoNode): Components {
  knownKeys(node, ['inputs', 'parameters', 'successActions', 'failureActions']);
  const group = (name: ComponentGroup): ReadonlyMap<string, ArazzoNode> => {
    const members = membersOf(memberOf(node, name));
    for (const [key, member] of members) if (!KEY.test(key)) report(member, 'a name has only letters, digits, "-", "_" and "."');
    return new Map(members);
  };
  return { parameters: group('parameters'), successActions: group('successActions'), failureActions: group('failureActions') };
}

const KEY = /^[a-zA-Z0-9._-]+$/;
