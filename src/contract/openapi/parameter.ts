import type { Parameter, ParameterLocation } from '../contract.js';
import { examplesOf } from './example.js';
import { contentOf } from './content.js';
import { defaultExplode, defaultStyle, styleOf } from './parameter-style.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, flagOf, objectOf, reportDefect, textOf } from './reading.js';
import { schemaAtNode } from './schema-node.js';

/** A parameter with the node it was read from. */
export interface ParameterHead {
  readonly name: string;
  readonly in: string;
  readonly node: DocumentNode;
}

/**
 * The name and location of a parameter, or `undefined`, with a defect, when it lacks one of them.
 *
 * @param reading - takes the defect
 * @param node - a Parameter Object, references followed
 */
export function parameterHead(reading: Reading, node: DocumentNode): ParameterHead | undefined {
  if (objectOf(reading, node) === undefined) return undefined;
  const name = textOf(reading, childNode(node, 'name'));
  const location = textOf(reading, childNode(node, 'in'));
  if (name !== undefined && location !== undefined) return { name, in: location, node };
  reportDefect(reading, 'contract/parameter-incomplete', node, { missing: name === undefined ? 'name' : 'in', name });
  return undefined;
}

/**
 * The parameter of OpenAPI 3, with the defaults of its location; `undefined`, with a defect, when its location is none.
 *
 * @param reading - takes the defects
 * @param head - what `parameterHead` gave
 * @see https://spec.openapis.org/oas/v3.2.0.html#parameter-object
 */
export function parameterFromHead(reading: Reading, head: ParameterHead): Parameter | undefined {
  const location = locationOf(reading, head);
  if (location === undefined) return undefined;
  const { node } = head;
  return {
    name: head.name,
    in: location,
    required: requiredOf(reading, head, location),
    deprecated: flagOf(reading, childNode(node, 'deprecated')) ?? false,
    pointer: node.pointer,
    file: node.uri,
    form: formOf(reading, node, location),
    examples: examplesOf(reading, node),
  };
}

/**
 * The location a parameter names, or `undefined`, with a defect, when there is no such location.
 *
 * @param reading - takes the defect
 * @param head - what `parameterHead` gave
 */
export function locationOf(reading: Reading, head: ParameterHead): ParameterLocation | undefined {
  const location = LOCATIONS.find((candidate) => candidate === head.in);
  if (location === undefined) {
    reportDefect(reading, 'contract/parameter-incomplete', childNode(head.node, 'in'), { missing: 'in', name: head.name, found: head.in });
  }
  return location;
}

/**
 * Whether a parameter must be given. Those of the path always are, since there is no path without them.
 *
 * @param reading - takes the defect of one that does not say so
 * @param head - what `parameterHead` gave
 * @param location - where it stands
 * @see https://spec.openapis.org/oas/v3.1.1.html#parameter-object
 */
export function requiredOf(reading: Reading, head: ParameterHead, location: ParameterLocation): boolean {
  const isRequired = flagOf(reading, childNode(head.node, 'required')) ?? false;
  if (location === 'path' && !isRequired) reportDefect(reading, 'contract/path-parameter-optional', head.node, { name: head.name });
  return isRequired || location === 'path';
}

const LOCATIONS: readonly ParameterLocation[] = ['path', 'query', 'header', 'cookie', 'querystring'];

function formOf(reading: Reading, node: DocumentNode, location: ParameterLocation): Parameter['form'] {
  const [mediaType] = contentOf(reading, childNode(node, 'content'));
  if (mediaType !== undefined) return { kind: 'content', mediaType };
  const style = styleOf(reading, childNode(node, 'style'), location) ?? defaultStyle(location);
  return {
    kind: 'style',
    style,
    explode: flagOf(reading, childNode(node, 'explode')) ?? defaultExplode(style),
    allowReserved: flagOf(reading, childNode(node, 'allowReserved')) ?? false,
    allowEmptyValue: flagOf(reading, childNode(node, 'allowEmptyValue')) ?? false,
    schema: schemaAtNode(reading, childNode(node, 'schema')),
  };
}
