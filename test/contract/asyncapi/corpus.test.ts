import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { lintContract } from '../../../src/contract/lint-contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { sampleMessage } from '../../../src/mock/events/sample-message.js';
import { judgeMessage, payloadSchemaOf } from '../../../src/wire/judge-message.js';
import { bytesFromPayload } from '../../../src/wire/message-content.js';
import { describeCorpus } from '../../support/corpus.js';
import { secondOpinion } from '../../support/second-opinion.js';

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/** Messages whose schema requires what it forbids, seen by hand. */
const UNSATISFIABLE: ReadonlySet<string> = new Set(['SettingsFileApplyReply', 'CameraRecordingStarted', 'CameraRecordingPart']);

/** What was looked at by hand; all else must be free of warnings. */
const DEFECTS: Readonly<Record<string, readonly string[]>> = {
  // A time that only the template engine of its tool makes one of.
  'v2-microcks-cloudevents.yaml': ['contract/example-invalid'],
  'v2-printnanny-os.yaml': ['contract/required-undeclared'],
  // `properties: { $ref: … }`, and an indentation that went wrong.
  'v2-trigger-github.yaml': ['contract/wrong-type'],
  'v2-trigger-slack.yaml': ['contract/server-invalid'],
  // Avro schemas at URLs; numbers as examples of texts.
  'v3-adeo-kafka-request-reply.yaml': ['contract/example-invalid', 'contract/file-unreadable', 'contract/ref-unresolved'],
  'v3-kraken-websocket-request-reply-message-filter-in-reply.yaml': ['contract/example-invalid'],
};

describeCorpus('real AsyncAPI documents', (folder) => {
  const root = join(folder, 'asyncapi');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.yaml') && !name.includes('common'),
  );

  it.each(files.sort())('are read and linted, and their samples keep them: %s', async (name) => {
    const file = join(root, name);
    const contract = await readContract(file, createDocumentPort({ cwd: '/', stdin: noBytes(), allowFiles: [dirname(dirname(file))] }));
    expect(contract.channels.length).toBeGreaterThan(0);
    expect(contract.channels.flatMap(({ messages }) => messages).length).toBeGreaterThan(0);
    const findings = await lintContract(contract);
    const codes = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code));
    expect([...codes].sort()).toEqual(DEFECTS[name] ?? []);
    for (const message of contract.channels.flatMap(({ messages }) => messages)) {
      if (UNSATISFIABLE.has(message.id)) continue;
      const schema = payloadSchemaOf(message);
      const accepts = schema?.pointer === '' ? secondOpinion(schema) : undefined;
      for (const seed of ['a', 'b']) {
        const { payload, headers } = sampleMessage(message, randomFromSeed(seed, message.id));
        expect(judgeMessage(message, { payload: bytesFromPayload(payload, message), headers })).toEqual([]);
        expect(accepts?.(payload) ?? true).toBe(true);
      }
    }
  });
});
