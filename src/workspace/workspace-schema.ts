import { policySchema } from '../policy/policy-schema.js';
import { authDefinitions, authSchema } from './auth-schema.js';
import { eventsSchema } from './events-schema.js';
import { modelsSchema } from './models-schema.js';
import { mockEventsSchema } from './mock-event.js';
import { transformationsSchema } from './transformations-schema.js';
import { triggersSchema } from './triggers-schema.js';
// Named here so that the compiler puts the published file beside this one; a test holds the two equal.
import type published from './workspace.schema.json';

const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const textByName = { type: 'object', additionalProperties: { type: 'string' } } as const;
const valueByName = { type: 'object' } as const;

const system = {
  type: ['object', 'null'],
  description: 'One program or service: what it offers, and where or how it runs.',
  additionalProperties: false,
  patternProperties: { '^x-': true },
  properties: {
    description: text,
    openapi: { ...text, description: 'Its OpenAPI document (2.0 to 3.2), relative to this file.' },
    asyncapi: { ...text, description: 'Its AsyncAPI document, relative to this file.' },
    url: {
      type: 'string',
      pattern: '^(https?://|\\$\\{)',
      description: 'Where the real one runs. Wins over `start`; without both the mock stands in.',
    },
    broker: { ...text, description: 'Where its events flow; by default the broker inside the process.' },
    mock: mockEventsSchema,
    start: {
      ...text,
      description:
        'The command line that runs it, in the folder of this file, told its port by PORT and its neighbours by MORTISE_URL_<SYSTEM>.',
    },
    module: {
      ...text,
      description:
        'A module that exports createConsumer or createProvider, relative to this file: a program that also runs in process, on simulated time.',
    },
    health: { type: 'string', pattern: '^/', description: 'A path that answers below 500 once the program is ready.' },
    port: {
      type: ['integer', 'string'],
      minimum: 1,
      maximum: 65_535,
      pattern: '^(\\d{1,5}|\\$\\{.*)$',
      description: 'The port it listens on, when it cannot be told one.',
    },
    env: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      description: 'Further variables of its environment.',
    },
  },
} as const;

const checks = { $ref: '#/$defs/checks' } as const;

const fixture = {
  description: 'What to send to this operation, instead of the examples of the contract.',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    parameters: valueByName,
    headers: textByName,
    body: true,
    capture: {
      type: 'object',
      description: 'Parameter values from an earlier answer: { id: "createPayment#/id" }.',
      additionalProperties: { type: 'string', pattern: '^[^#]+#(/.*)?$' },
    },
    skip: { ...text, description: 'Why this operation is not tested.' },
    states: {
      type: 'array',
      description: 'What must be so before the operation is called; set up by a call to the `states` of the pair.',
      items: {
        description: 'The name of a state, or its name and params.',
        anyOf: [text, { type: 'object', additionalProperties: false, required: ['name'], properties: { name: text, params: valueByName } }],
      },
    },
    checks,
  },
} as const;

const pair = {
  type: 'object',
  additionalProperties: false,
  patternProperties: { '^x-': true },
  required: ['consumer', 'provider'],
  properties: {
    description: text,
    consumer: { ...text, description: 'Who calls or receives; a name of `systems`.' },
    provider: { ...text, description: 'Who answers or publishes; a name of `systems`.' },
    uses: { ...texts, description: 'The ids of the operations it calls; by default all of them.' },
    recovery: policySchema,
    headers: { ...textByName, description: 'Sent with every test request.' },
    parameters: { ...valueByName, description: 'Values that exist, by parameter name or in:name (path:id).' },
    auth: authSchema,
    fixtures: { type: 'object', additionalProperties: fixture, description: 'What to send, by operation id.' },
    checks,
    dictionary: {
      type: 'object',
      description:
        'Values to draw from, by parameter or member name (email), by place (path:id), or by operation and place (getOrder.path:id, createOrder.body#/items/*/sku).',
      additionalProperties: { type: 'array', minItems: 1 },
    },
    states: {
      type: 'object',
      description: 'How the provider is brought into the states that fixtures ask for: by POST, as Pact does it.',
      additionalProperties: false,
      required: ['url'],
      properties: {
        url: { type: 'string', pattern: '^(https?://|/)', description: 'A path of the provider, or an address.' },
        teardown: { type: 'boolean', description: 'Whether the states are left again after each operation.' },
      },
    },
    events: eventsSchema,
    hooks: { ...text, description: 'A module with functions that are called around each request, relative to this file.' },
  },
} as const;

/** The shape of `mortise.yaml`, as published for editors. References between names and variables are checked beyond it. */
export const workspaceSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Mortise workspace',
  type: 'object',
  additionalProperties: false,
  patternProperties: { '^x-': true },
  required: ['systems'],
  properties: {
    $schema: { type: 'string' },
    description: text,
    systems: { type: 'object', minProperties: 1, propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$' }, additionalProperties: system },
    integrations: { type: 'array', items: pair, description: 'Which system calls which, and what it claims.' },
    scenarios: { ...texts, description: 'Arazzo documents: paths or globs, relative to this file.' },
    models: modelsSchema,
    transformations: transformationsSchema,
    triggers: triggersSchema,
  },
  $defs: {
    ...authDefinitions,
    checks: {
      type: 'object',
      description: 'How much a check weighs, by its name (see `mortise test --list-checks`).',
      additionalProperties: { enum: ['off', 'info', 'warning', 'error'] },
    },
  },
} as const satisfies Readonly<Record<keyof typeof published, unknown>>;
