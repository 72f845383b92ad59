import { report } from './node.js';
import type { ArazzoNode } from './node.js';
import { choiceOf, knownKeys, memberOf, requiredText, textOf } from './node.js';

/** A document that a scenario speaks of. */
export interface SourceDescription {
  readonly pointer: string;
  readonly name: string;
  readonly url: string;
  /** `undefined`: the document itself says what it is. */
  readonly type: 'openapi' | 'asyncapi' | 'arazzo' | undefined;
  /** `x-system`: the system of the workspace that offers it. */
  readonly system: string | undefined;
}

/**
 * A Source Description Object.
 *
 * @param node - an object
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#source-description-object
 */
export function readSourceDescription(node: ArazzoNode): SourceDescription {
  knownKeys(node, ['name', 'url', 'type', 'x-system']);
  const name = requiredText(node, 'name');
  if (name !== '' && !NAME.test(name)) report(memberOf(node, 'name'), 'a name has only letters, digits, "-" and "_"');
  return {
    pointer: node.pointer,
    name,
    url: requiredText(node, 'url'),
    type: choiceOf(memberOf(node, 'type'), ['openapi', 'asyncapi', 'arazzo']),
    system: textOf(memberOf(node, 'x-system')),
  };
}

const NAME = /^[A-Za-z0-9_-]+$/;
