import type { Parameter, ParameterLocation, ParameterStyle } from '../contract.js';
import type { ParameterHead } from './parameter.js';
import { locationOf, requiredOf } from './parameter.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, flagOf, reportDefect, textOf } from './reading.js';
import { schemaAtNode } from './schema-node.js';

/**
 * The parameter of Swagger 2.0 in the terms of OpenAPI 3: the Parameter Object is itself the schema, `collectionFormat` is a style.
 *
 * @param reading - takes the defects
 * @param head - a parameter that is neither `body` nor `formData`
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
export function swaggerParameter(reading: Reading, head: ParameterHead): Parameter | undefined {
  const location = locationOf(reading, head);
  if (location === undefined) return undefined;
  const { node } = head;
  return {
    name: head.name,
    in: location,
    required: requiredOf(reading, head, location),
    deprecated: false,
    pointer: node.pointer,
    file: node.uri,
    form: {
      kind: 'style',
      ...collectionStyle(reading, node, location),
      allowReserved: false,
      allowEmptyValue: flagOf(reading, childNode(node, 'allowEmptyValue')) ?? false,
      schema: schemaAtNode(reading, node),
    },
    examples: [],
  };
}

/**
 * The style that a `collectionFormat` stands for; `csv` when there is none.
 *
 * @param reading - takes the defect of an unknown format
 * @param node - a Parameter Object
 * @param location - where its value stands; form data as `query`
 */
export function collectionStyle(
  reading: Reading,
  node: DocumentNode,
  location: ParameterLocation,
): { readonly style: ParameterStyle; readonly explode: boolean } {
  const formatNode = childNode(node, 'collectionFormat');
  const format = textOf(reading, formatNode) ?? 'csv';
  const separated = location === 'query' || location === 'cookie' || location === 'querystring' ? 'form' : 'simple';
  if (format === 'multi') return { style: 'form', explode: true };
  const style = format === 'csv' ? separated : DELIMITED[format];
  if (style === undefined)
    reportDefect(reading, 'contract/parameter-style', formatNode, {
      style: format,
      in: location,
      allowed: ['csv', 'ssv', 'tsv', 'pipes', 'multi'],
    });
  return { style: style ?? separated, explode: false };
}

const DELIMITED: Readonly<Record<string, ParameterStyle>> = { ssv: 'spaceDelimited', tsv: 'tabDelimited', pipes: 'pipeDelimited' };
