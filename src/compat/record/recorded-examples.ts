import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';
import { withoutSecretTexts } from '../usage/without-secrets.js';
import { jsonText, sorted } from '../usage/stable-json.js';
import { jsonOf, type RecordedCall } from './recorded-call.js';

/** Keeps of each operation and status the smallest exchange that kept the contract. */
export interface RecordedExamples {
  /** @param redacted - the call's exchange without secrets */
  take(call: RecordedCall, redacted: Exchange): void;
  /** By operation and status; `undefined` when there is none. */
  json(): JsonObject | undefined;
}

/** A collection of nothing. */
export function createRecordedExamples(): RecordedExamples {
  const best = new Map<
    string,
    { readonly operation: string; readonly status: number; readonly text: string; readonly example: JsonObject }
  >();
  return {
    take: ({ operation, problems }, redacted) => {
      const { response } = redacted;
      if (operation === undefined || response === undefined || problems.length > 0 || redacted.fault !== undefined) return;
      const example = exampleOf(redacted);
      const text = jsonText(example);
      const key = `${operation.id} ${response.status}`;
      const known = best.get(key);
      if (text.length > MAX_EXAMPLE_LENGTH || (known === undefined && best.size >= MAX_EXAMPLE_COUNT)) return;
      if (known === undefined || isSmaller(text, known.text))
        best.set(key, { operation: operation.id, status: response.status, text, example });
    },
    json: () => {
      const examples: Record<string, Record<string, JsonValue>> = {};
      for (const [, { operation, status, example }] of [...best].sort(([left], [right]) => (left < right ? -1 : 1)))
        examples[operation] = { ...examples[operation], [status]: sorted(example) };
      return best.size === 0 ? undefined : examples;
    },
  };
}

function exampleOf({ request, response }: Exchange): JsonObject {
  const [sent, got] = [jsonOf(request), response === undefined ? undefined : jsonOf(response)];
  return {
    request: { method: request.method, target: request.target, body: sent === undefined ? undefined : withoutSecretTexts(sent, []) },
    response: { status: response?.status, body: got === undefined ? undefined : withoutSecretTexts(got, []) },
  };
}

function isSmaller(left: string, right: string): boolean {
  return left.length === right.length ? left < right : left.length < right.length;
}

const MAX_EXAMPLE_COUNT = 1_000;
const MAX_EXAMPLE_LENGTH = 65_536;
