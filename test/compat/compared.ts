import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { compareContracts } from '../../src/compat/compare-contracts.js';
import type { ContractComparison, ContractComparisonOptions } from '../../src/compat/contract-comparison.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { textPort } from '../support/text-port.js';

/** A document as the user would give it. */
export async function contractOf(document: JsonValue, file = 'openapi.json'): Promise<Contract> {
  return readContract(file, textPort({ [file]: JSON.stringify(document) }));
}

/** What became of a contract. */
export async function compared(
  older: JsonValue,
  newer: JsonValue,
  options: Partial<ContractComparisonOptions> = {},
): Promise<ContractComparison> {
  return compareContracts(await contractOf(older), await contractOf(newer), { usage: [], ...options });
}

/** `error compat/parameter-added request/query/limit`, one for each finding. */
export function linesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, code, args }) => `${severity} ${code} ${(args['location'] as readonly string[]).join('/')}`.trimEnd());
}

/** A document with one operation, or with what is laid over it. */
export function apiWith(operation: JsonObject, rest: JsonObject = {}): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: { '/orders': { post: { operationId: 'placeOrder', responses: { '200': { description: 'done' } }, ...operation } } },
    ...rest,
  };
}

/** An operation that takes this body. */
export function taking(schema: JsonValue): JsonObject {
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

/** An operation that answers with this body. */
export function giving(schema: JsonValue): JsonObject {
  return { responses: { '200': { description: 'done', content: { 'application/json': { schema } } } } };
}

/** An operation with this parameter. */
export function asking(parameter: JsonObject): JsonObject {
  return { parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' }, ...parameter }] };
}
