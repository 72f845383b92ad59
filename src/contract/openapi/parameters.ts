import type { Parameter } from '../contract.js';
import type { ParameterHead } from './parameter.js';
import { parameterFromHead, parameterHead } from './parameter.js';
import { pathVariables } from './path-variables.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, itemNodes, reportDefect } from './reading.js';
import { resolveNode } from './reference.js';
import { swaggerParameter } from './swagger-parameter.js';

/**
 * The parameters of an operation that were found, by location and name: those of the path with those of the operation, the latter winning.
 *
 * @param reading - takes the defects
 * @param lists - the `parameters` of the path items, then of the operation
 * @see https://spec.openapis.org/oas/v3.1.1.html#operation-object
 */
export function parameterHeads(reading: Reading, lists: readonly DocumentNode[]): readonly ParameterHead[] {
  const heads = new Map<string, ParameterHead>();
  for (const list of lists) {
    const own = new Set<string>();
    for (const item of itemNodes(reading, list)) {
      const target = resolveNode(reading, item);
      const head = target === undefined ? undefined : parameterHead(reading, target);
      if (head === undefined) continue;
      const key = keyOf(head);
      if (own.has(key)) reportDefect(reading, 'contract/parameter-duplicate', item, { name: head.name, in: head.in });
      own.add(key);
      heads.set(key, head);
    }
  }
  return [...heads.values()];
}

/** Names of headers are compared without case (RFC 9110 §5.1). */
function keyOf(head: ParameterHead): string {
  return `${head.in}:${head.in === 'header' ? head.name.toLowerCase() : head.name}`;
}

/**
 * The parameters that travel outside of the body. The variables of the path are all among them: one that nobody declared is a required string,
 * one that the path does not have is left out, since no request could give it.
 *
 * @param reading - takes the defects
 * @param heads - what `parameterHeads` gave
 * @param operation - the Operation Object and the template of its path
 */
export function parametersFromHeads(
  reading: Reading,
  heads: readonly ParameterHead[],
  operation: { readonly node: DocumentNode; readonly path: string },
): readonly Parameter[] {
  const variables = new Set(pathVariables(operation.path).names);
  const isSwagger = reading.specification === '2.0';
  const parameters = heads.flatMap((head) => {
    if (isSwagger ? BODY_LOCATIONS.has(head.in) : isFixedHeader(head)) return [];
    if (head.in === 'path' && !variables.has(head.name)) {
      reportDefect(reading, 'contract/path-parameter-unused', head.node, { name: head.name, path: operation.path });
      return [];
    }
    return (isSwagger ? swaggerParameter(reading, head) : parameterFromHead(reading, head)) ?? [];
  });
  const declared = new Set(parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name));
  const missing = [...variables].filter((name) => name !== '' && !declared.has(name));
  return [...parameters, ...missing.map((name) => undeclaredParameter(reading, name, operation))];
}

const BODY_LOCATIONS: ReadonlySet<string> = new Set(['body', 'formData']);

/** "The parameter definition shall be ignored" for these: content negotiation and security say them already. */
function isFixedHeader(head: ParameterHead): boolean {
  return head.in === 'header' && /^(?:accept|content-type|authorization)$/i.test(head.name);
}

function undeclaredParameter(
  reading: Reading,
  name: string,
  { node, path }: { readonly node: DocumentNode; readonly path: string },
): Parameter {
  reportDefect(reading, 'contract/path-parameter-undeclared', node, { name, path });
  const { dialect, documents } = reading;
  const schema = { value: { type: 'string' }, dialect, uri: node.uri, pointer: childNode(node, 'parameters').pointer, documents } as const;
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    pointer: node.pointer,
    file: node.uri,
    form: { kind: 'style', style: 'simple', explode: false, allowReserved: false, allowEmptyValue: false, schema },
    examples: [],
  };
}
