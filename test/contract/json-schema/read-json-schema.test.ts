import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import type { JsonValue } from '../../../src/base/json.js';
import type { Contract } from '../../../src/contract/contract.js';
import type { DocumentPort } from '../../../src/contract/document-port.js';
import { lintContract } from '../../../src/contract/lint-contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { sampleMessage } from '../../../src/mock/events/sample-message.js';
import { judgePayload } from '../../../src/wire/judge-message.js';
import { textPort } from '../../support/text-port.js';

/** A port on which `events/` is a folder of these documents. */
function folderPort(documents: Readonly<Record<string, JsonValue | string>>): DocumentPort {
  const texts = Object.entries(documents).map(([name, value]) => [
    `events/${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    ...textPort(Object.fromEntries(texts)),
    listFiles: async (file) => (file === 'events' ? texts.map(([name = '']) => name) : undefined),
  };
}

async function codesOf(contract: Contract, channel: string, value: JsonValue): Promise<readonly string[]> {
  const message = contract.channels.find(({ id }) => id === channel)?.messages[0];
  return message === undefined ? ['no message'] : judgePayload(message, value).map(({ code }) => code);
}

const ORDER = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://example.com/order.json',
  title: 'Order',
  type: 'object',
};

describe('a contract of schemas', () => {
  it('is one channel for each schema of a folder, to which the system sends', async () => {
    const contract = await readContract(
      'events',
      folderPort({ 'order.schema.json': ORDER, 'paid.yaml': 'type: integer', 'readme.json': '{"a":1}' }),
    );
    expect(contract).toMatchObject({ specification: 'json-schema', file: 'events', title: 'events', operations: [] });
    expect(contract.channels.map(({ id, address }) => [id, address])).toEqual([
      ['order', 'order'],
      ['paid', 'paid'],
    ]);
    expect(contract.eventOperations.map(({ id, action, channel }) => [id, action, channel.id])).toEqual([
      ['send order', 'send', 'order'],
      ['send paid', 'send', 'paid'],
    ]);
    expect(contract.channels[0]?.messages[0]).toMatchObject({ id: 'order', name: 'Order', contentType: 'application/json' });
    expect(await lintContract(contract)).toEqual([]);
  });

  it('is one channel for a schema that stands alone', async () => {
    const contract = await readContract('a/order.json', textPort({ 'a/order.json': JSON.stringify(ORDER) }));
    expect(contract.channels.map(({ id }) => id)).toEqual(['order']);
  });

  it('reads each schema by its own draft', async () => {
    const limit = { exclusiveMinimum: true, minimum: 5 };
    const older = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'integer', ...limit };
    const contract = await readContract('events', folderPort({ 'a.json': older, 'b.json': { type: 'integer', minimum: 5 } }));
    expect(await codesOf(contract, 'a', 5)).toEqual(['exclusiveMinimum']);
    expect(await codesOf(contract, 'b', 5)).toEqual([]);
  });

  it('follows references from file to file, and by the names that schemas give themselves', async () => {
    const line = { $id: 'https://example.com/line.json', type: 'object', required: ['sku'] };
    const byName = { ...ORDER, properties: { line: { $ref: 'line.json' } } };
    const byFile = { type: 'object', properties: { line: { $ref: 'line.json' } } };
    const contract = await readContract('events', folderPort({ 'line.json': line, 'by-name.json': byName, 'by-file.json': byFile }));
    expect(contract.defects).toEqual([]);
    for (const channel of ['by-name', 'by-file']) expect(await codesOf(contract, channel, { line: {} })).toEqual(['required']);
  });

  it('gives samples that keep it', async () => {
    const contract = await readContract(
      'events',
      folderPort({ 'order.json': { ...ORDER, required: ['id'], properties: { id: { format: 'uuid', type: 'string' } } } }),
    );
    const [message] = contract.channels.flatMap(({ messages }) => messages);
    if (message === undefined) throw new Error('there is no message');
    expect(judgePayload(message, sampleMessage(message, randomFromSeed('a')).payload)).toEqual([]);
  });

  it('is refused when the folder holds no schema', async () => {
    await expect(readContract('events', folderPort({ 'a.json': '{"b":1}' }))).rejects.toMatchObject({ code: 'E_DOCUMENT_KIND' });
  });
});
