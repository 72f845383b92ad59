import type { Response } from '../contract.js';
import { contentOf, headersOf } from './content.js';
import { linksOf } from './link.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, memberNodes, objectOf, reportDefect, textOf } from './reading.js';
import { resolveNode } from './reference.js';
import { swaggerResponseContent } from './swagger-content.js';

/**
 * The responses of an operation in document order; those that cannot be read are left out with a defect.
 *
 * @param reading - takes the defects
 * @param node - the Responses Object
 * @param produces - the media types of Swagger 2.0; unused in OpenAPI 3
 * @see https://spec.openapis.org/oas/v3.1.1.html#responses-object
 */
export function responsesOf(reading: Reading, node: DocumentNode, produces: readonly string[]): readonly Response[] {
  const members = memberNodes(reading, node).filter(([name]) => !name.startsWith('x-'));
  return members.flatMap(([name, member]) => responseAtNode(reading, { name, member, produces }) ?? []);
}

interface ResponseMember {
  readonly name: string;
  readonly member: DocumentNode;
  readonly produces: readonly string[];
}

function responseAtNode(reading: Reading, { name, member, produces }: ResponseMember): Response | undefined {
  const status = statusFrom(name);
  if (status === undefined || (status !== name && name !== name.toUpperCase()))
    reportDefect(reading, 'contract/status-invalid', member, { status: name });
  const target = resolveNode(reading, member);
  if (status === undefined || target === undefined || objectOf(reading, target) === undefined) return undefined;
  const isSwagger = reading.specification === '2.0';
  return {
    status,
    pointer: target.pointer,
    file: target.uri,
    description: textOf(reading, childNode(target, 'description')) ?? '',
    headers: headersOf(reading, childNode(target, 'headers')),
    content: isSwagger ? swaggerResponseContent(reading, target, produces) : contentOf(reading, childNode(target, 'content')),
    links: isSwagger ? [] : linksOf(reading, childNode(target, 'links')),
  };
}

/** `2xx` is what people write for `2XX`. */
function statusFrom(name: string): string | undefined {
  if (/^[1-5]\d\d$/.test(name) || name === 'default') return name;
  return /^[1-5]XX$/i.test(name) ? name.toUpperCase() : undefined;
}
