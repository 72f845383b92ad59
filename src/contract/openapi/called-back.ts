import type { Contract, Operation, OperationEntry } from '../contract.js';
import { operationsAt } from './outline.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, memberNodes } from './reading.js';
import { resolveNode } from './reference.js';
import { valueAtPointer } from '../../base/json-pointer.js';

/** Operations that the provider calls: those of a webhook, or those of one callback of an operation. */
export interface CalledBack {
  /** The name in `webhooks`, or of the callback with its expression: `onPaid {$request.body#/url}`. */
  readonly name: string;
  /** The text that says where a callback is called, with expressions in braces; `undefined` for a webhook. */
  readonly expression?: string | undefined;
  /** Unread. */
  readonly entries: readonly OperationEntry[];
}

/**
 * The webhooks of a contract, in document order: those of OpenAPI 3.1 and later, and what documents of 3.0 have as `x-webhooks`.
 *
 * @param contract - of OpenAPI
 * @see https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-0
 */
export function webhooksOf(contract: Contract): readonly CalledBack[] {
  const { reading, root } = startReading(contract);
  return [...memberNodes(reading, childNode(root, 'webhooks')), ...memberNodes(reading, childNode(root, 'x-webhooks'))]
    .filter(([name]) => !name.startsWith('x-'))
    .map(([name, member]) => calledBack(reading, { name, member, root, contract }));
}

/**
 * The callbacks of an operation, in document order.
 *
 * @param contract - that the operation is of
 * @param operation - any
 * @see https://spec.openapis.org/oas/v3.1.1.html#callback-object
 */
export function callbacksOf(contract: Contract, operation: Operation): readonly CalledBack[] {
  const { reading, root } = startReading(contract);
  const document = contract.documents.get(operation.file);
  const value = document === undefined ? undefined : valueAtPointer(document, operation.pointer);
  const owner: DocumentNode = { value, uri: operation.file, pointer: operation.pointer };
  return memberNodes(reading, childNode(owner, 'callbacks')).flatMap(([name, callback]) => {
    const target = resolveNode(reading, callback);
    if (target === undefined || name.startsWith('x-')) return [];
    return memberNodes(reading, target)
      .filter(([expression]) => !expression.startsWith('x-'))
      .map(([expression, member]) => ({ ...calledBack(reading, { name: `${name} ${expression}`, member, root, contract }), expression }));
  });
}

interface CallbackSite {
  readonly name: string;
  readonly member: DocumentNode;
  readonly root: DocumentNode;
  readonly contract: Contract;
}

function calledBack(reading: Reading, { name, member, root, contract }: CallbackSite): CalledBack {
  const site = { path: '/', member, root, knownSchemes: new Set(contract.securitySchemes.keys()), ids: new Set<string>() };
  return { name, entries: operationsAt(reading, site).map(({ entry }) => entry) };
}

/** Defects of what the mock and the tester do not use are nobody's matter. */
function startReading({ documents, dialect, specification, root, file }: Contract): {
  readonly reading: Reading;
  readonly root: DocumentNode;
} {
  return {
    reading: { documents, dialect, specification, operation: undefined, defects: [] },
    root: { value: root, uri: file, pointer: '' },
  };
}
