import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken } from '../base/json-pointer.js';
import type { Exchange } from '../journal/exchange.js';
import type { CalledStep } from './case-runner.js';
import { jsonAt } from './json-at.js';

/** Where what was sent came from, so that it can be made again from nothing. Bounded: what is forgotten is sent again as it was. */
export interface Origins {
  /** Keeps a step with the sequence that it stands in. */
  note(step: CalledStep, earlier: readonly Exchange[]): void;
  /** The steps that stood before a step in its sequence; empty when it began one. */
  before(step: CalledStep): readonly CalledStep[];
  /** Keeps the ids of what an answer created. */
  noteCreated(step: CalledStep): void;
  /** The call whose answer gave a value out, latest first, and where in its body. */
  sourceOf(value: JsonValue): ValueSource | undefined;
}

export interface ValueSource {
  readonly step: CalledStep;
  /** JSON pointer into the body of its answer. */
  readonly pointer: string;
}

/** Knows nothing yet. */
export function createOrigins(): Origins {
  const steps = new WeakMap<Exchange, { readonly step: CalledStep; readonly earlier: readonly Exchange[] }>();
  const sources = new Map<string, ValueSource>();
  const noteCreated = (step: CalledStep): void => {
    const { request, response } = step.exchange;
    if (request.method !== 'POST' && request.method !== 'PUT') return;
    const body = jsonAt(response?.body, '');
    if (!isJsonObject(body)) return;
    for (const [pointer, value] of idsOf(body)) {
      const key = JSON.stringify(value);
      sources.delete(key);
      sources.set(key, { step, pointer });
    }
    for (const key of sources.keys()) {
      if (sources.size <= MAX_VALUE_COUNT) break;
      sources.delete(key);
    }
  };
  return {
    note: (step, earlier) => void steps.set(step.exchange, { step, earlier }),
    before: (step) => (steps.get(step.exchange)?.earlier ?? []).flatMap((exchange) => steps.get(exchange)?.step ?? []),
    noteCreated,
    sourceOf: (value) => (typeof value === 'string' || typeof value === 'number' ? sources.get(JSON.stringify(value)) : undefined),
  };
}

/** The members that look like names of things, in the object itself and in what it wraps. */
function idsOf(body: JsonObject): readonly (readonly [pointer: string, value: string | number])[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const pointer = appendToken('', name);
    if ((typeof value === 'string' || typeof value === 'number') && ID_NAME.test(name)) return [[pointer, value] as const];
    if (!isJsonObject(value)) return [];
    return Object.entries(value).flatMap(([inner, held]) =>
      (typeof held === 'string' || typeof held === 'number') && ID_NAME.test(inner) ? [[appendToken(pointer, inner), held] as const] : [],
    );
  });
}

const ID_NAME = /(?:^|[a-z_-])(?:id|uuid|guid|key|slug|code|number|name|ref|reference)$/i;
const MAX_VALUE_COUNT = 2_000;
