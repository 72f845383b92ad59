import type { JsonObject } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import type { Secrets } from '../../journal/secrets.js';
import { secretNamesOfContract } from '../../mock/secret-names.js';
import type { Usage } from '../usage/usage.js';
import type { UsageOptions } from '../usage/usage-options.js';
import { createUsageTally } from '../usage/usage-from-journal.js';
import { createMissingParts, type MissingPart } from './missing-parts.js';
import { overlayFromParts } from './overlay-from-parts.js';
import { createCallJudge, type RecordedCall } from './recorded-call.js';
import { createRecordedExamples } from './recorded-examples.js';

/** What passes between a consumer and a provider, looked at while it passes, in bounded memory. */
export interface Recording {
  /** @returns the exchange with what is wrong with it, and without secrets */
  take(exchange: Exchange): RecordedCall;
  /** A passage of a message counts for the usage. */
  message(record: MessageRecord): void;
  result(): RecordingResult;
}

/** What a recording has shown. */
export interface RecordingResult {
  readonly exchangeCount: number;
  /** Of those, how many broke the contract. */
  readonly brokenCount: number;
  /** How many the provider gave no answer to. */
  readonly unansweredCount: number;
  readonly usage: Usage;
  /** By operation, then status: `{ request, response }`. */
  readonly examples: JsonObject | undefined;
  readonly missing: readonly MissingPart[];
  /** Documents beside the contract's own whose objects lack members that were seen. */
  readonly lackingFiles: readonly string[];
  /** The patch that adds them. */
  readonly overlay: JsonObject | undefined;
}

/**
 * A recording of nothing yet.
 *
 * @param contract - of the provider
 * @param options - whose traffic it is
 */
export function createRecording(contract: Contract, options: UsageOptions): Recording {
  const judge = createCallJudge(contract);
  const tally = createUsageTally(contract, options);
  const missing = createMissingParts(contract);
  const examples = createRecordedExamples();
  const secrets: Secrets = { names: secretNamesOfContract(contract), values: options.secrets ?? [] };
  let [exchangeCount, brokenCount, unansweredCount] = [0, 0, 0];
  return {
    take: (exchange) => {
      const call = judge(exchange);
      const redacted = redactExchange(
        { ...exchange, operation: call.operation?.id ?? exchange.operation, problems: call.problems },
        secrets,
      );
      exchangeCount += 1;
      if (call.problems.length > 0) brokenCount += 1;
      if (isUnanswered(exchange)) unansweredCount += 1;
      tally.exchange(exchange);
      missing.take(call);
      examples.take(call, redacted);
      return { ...call, exchange: redacted };
    },
    message: tally.message,
    result: () => {
      const parts = missing.list();
      return {
        exchangeCount,
        brokenCount,
        unansweredCount,
        usage: tally.usage(),
        examples: examples.json(),
        missing: parts,
        lackingFiles: missing.beyond(),
        overlay: overlayFromParts(parts, contract),
      };
    },
  };
}

/**
 * Whether the provider owes the answer: who called waited for it, and got none.
 *
 * @param exchange - of a journal
 */
export function isUnanswered({ response, outcome }: Exchange): boolean {
  return response === undefined && outcome !== 'aborted';
}
