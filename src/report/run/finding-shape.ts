import { FINDING_WORDINGS } from '../wording/finding-wording.js';
import { consumerShape } from './compat-shape.js';
import { args, flag, json, listOf, mapOf, members, number, oneOf, optional, text, texts } from './shape.js';

/** A part of a run. */
export const partShape = oneOf('lint', 'compat', 'test', 'scenario');

const severity = oneOf('error', 'warning', 'info');
const pair = members({ consumer: text, provider: text });
const place = members({ file: text, line: optional(number), column: optional(number), pointer: optional(text) });
const message = members({
  line: text,
  headers: listOf((field) => texts(field) && (field as readonly unknown[]).length === 2),
  body: optional(text),
});
const witness = members({ request: optional(message), response: optional(message), curl: optional(text) });
const step = members({
  operation: text,
  phase: text,
  name: text,
  intent: text,
  parameters: mapOf(json),
  headers: mapOf(text),
  credentials: text,
  captures: mapOf(json),
});
const replay = members({
  seed: text,
  steps: listOf(step),
  transformation: optional(members({ name: text, side: oneOf('a', 'b'), value: json })),
});
const compatDetail = members({
  direction: oneOf('consumer-writes', 'provider-writes', 'both'),
  effect: text,
  guards: texts,
  older: optional(place),
  operations: texts,
  elsewhere: optional(listOf(members({ operation: text, call: optional(text), location: texts, witness: optional(witness) }))),
  consumers: listOf((value) => consumerShape(value) && members({ evidence: text })(value)),
});

/** A finding, located. */
export const findingShape = members({
  id: text,
  code: (code) => typeof code === 'string' && Object.hasOwn(FINDING_WORDINGS, code),
  severity,
  part: partShape,
  isAccepted: flag,
  isNew: optional(flag),
  scenario: optional(text),
  pair: optional(pair),
  operation: optional(text),
  place: optional(place),
  args,
  witness: optional(witness),
  replay: optional(replay),
  compat: optional(compatDetail),
});
