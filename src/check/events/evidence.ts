import { bytesFromPayload } from '../../wire/message-content.js';
import type { EventCase } from './event-case.js';
import type { EventRun } from './event-run.js';
import { stepOfCase } from './event-step.js';
import { addressOf } from '../../mock/events/message-address.js';
import type { ExperimentKind } from './receiver-trace.js';
import type { EventEvidence } from './report-event.js';
import { addressed } from './stamp-message.js';

/**
 * A case as evidence, without the keys that are new each time.
 *
 * @param run - of the pair
 * @param testCase - that shows something
 * @param kind - what was done with it
 */
export function evidenceOf(run: EventRun, testCase: EventCase, kind: ExperimentKind): EventEvidence {
  const { rawPayload, operation, message } = testCase;
  const { payload = null, headers } = addressed(testCase);
  const channel = addressOf(operation.channel, { payload, headers }) ?? operation.channel.id;
  const bytes = rawPayload === undefined ? bytesFromPayload(payload, message) : Buffer.from(rawPayload);
  const { contentType } = message;
  const ids = { key: undefined, messageId: undefined, correlationId: undefined, replyTo: undefined };
  return { message: { channel, headers, payload: bytes, contentType, ...ids }, step: stepOfCase(testCase, kind, run.context.secrets) };
}
