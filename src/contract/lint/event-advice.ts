import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import { schemaFromValue } from '../../schema/schema-from-value.js';
import { validate } from '../../schema/validate.js';
import type { Violation } from '../../schema/violation.js';
import { textFromViolation } from '../../schema/violation.js';
import type { Contract } from '../contract.js';

const MAX_ADVISED_CHARACTER_COUNT = 1_000_000;
const MAX_MESSAGE_COUNT = 3;

/**
 * What the schema that AsyncAPI publishes says of a document: advice, never a verdict. Asked only for small documents.
 *
 * @param contract - of AsyncAPI
 * @returns one finding, or none
 */
export async function eventAdviceFindings(contract: Contract): Promise<readonly Finding[]> {
  const text = contract.texts.get(contract.file) ?? '';
  if (!contract.specification.startsWith('asyncapi-') || text.length > MAX_ADVISED_CHARACTER_COUNT) return [];
  // Megabytes of schemas: only who asks for advice reads them.
  const { default: specs } = await import('@asyncapi/specs');
  const published: unknown = specs.schemasWithoutId[`${contract.specification.slice('asyncapi-'.length)}.0` as '3.0.0'];
  if (!isJsonObject(published)) return [];
  // It asks for `asyncapi: 3.0.0` to the letter, and `3.0` or `2.6.1` is what we read.
  const judged = isJsonObject(contract.root)
    ? { ...contract.root, asyncapi: `${contract.specification.slice('asyncapi-'.length)}.0` }
    : contract.root;
  // Braces in a reference (`#/channels/orders~1{id}`) are no URI to the letter, and everybody writes them.
  const messages = messagesOf(validate(schemaFromValue(published, 'draft-07'), judged as JsonValue, { assertsFormat: false }));
  if (messages.length === 0) return [];
  return [
    {
      code: 'contract/schema-advice',
      severity: 'info',
      place: { file: contract.file, pointer: '' },
      args: { messages: messages.slice(0, MAX_MESSAGE_COUNT), count: messages.length },
    },
  ];
}

/**
 * A place that keeps no branch of a choice breaks all of them: what lies deepest says most, and each place says it once. That nothing is a reference
 * says nothing.
 */
function messagesOf(violations: readonly Violation[]): readonly string[] {
  const told = violations.filter(({ args }) => args['property'] !== '$ref');
  const deepest = told.filter(({ instancePointer }) => !told.some((other) => other.instancePointer.startsWith(`${instancePointer}/`)));
  const byPlace = new Map<string, Violation>();
  for (const violation of deepest) {
    const known = byPlace.get(violation.instancePointer);
    if (known === undefined || isChoice(known)) byPlace.set(violation.instancePointer, violation);
  }
  return [...byPlace].map(([place, violation]) => `${place} ${textFromViolation(violation)}`.trim());
}

function isChoice({ keyword }: Violation): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}
