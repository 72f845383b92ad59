import type { Option } from './command.js';
import { CONTROL_TOKEN_OPTION, FAULT_OPTIONS, TLS_OPTIONS } from './fault-options.js';
import { METRICS_OPTION } from './metrics-option.js';
import { READING_OPTIONS } from './reading-options.js';
import { TRACE_OPTION } from './trace-option.js';

/** What `mortise mock` understands. */
export const MOCK_OPTIONS: readonly Option[] = [
  {
    name: 'port',
    short: 'p',
    kind: 'text',
    value: 'n',
    help: 'Port to listen on: with several systems all are behind it at /<system>/, and each has one after it; 0 takes any free one (default 4010)',
  },
  { name: 'host', short: 'h', kind: 'text', value: 'address', help: 'Address to listen on (default 127.0.0.1)' },
  { group: 'Answer', name: 'dynamic', short: 'd', kind: 'boolean', help: 'Vary the values of every answer instead of giving examples' },
  {
    group: 'Answer',
    name: 'stateful',
    kind: 'boolean',
    help: 'Remember what is created, changed and deleted, as the paths and schemas of the contract show it',
  },
  {
    group: 'Answer',
    name: 'state',
    kind: 'text',
    value: 'place',
    help: 'Keep what is remembered in a folder, or in a Redis that several mocks share (redis://…); implies --stateful',
  },
  {
    group: 'Answer',
    name: 'seed',
    kind: 'text',
    value: 'text',
    help: 'What varied values are drawn from; the same seed gives the same bytes',
  },
  {
    group: 'Answer',
    name: 'errors',
    kind: 'boolean',
    help: 'Answer 500 when an answer of the mock breaks the contract, instead of saying so in a header',
  },
  {
    group: 'Answer',
    name: 'validate',
    kind: 'text',
    value: 'rules',
    help: 'rule=off|warn|error,… for request, security, parameters, body, media-type, response',
  },
  { group: 'Answer', name: 'cors', kind: 'boolean', help: 'Let pages of other origins call (default true)' },
  { group: 'Answer', name: 'require-base-path', kind: 'boolean', help: 'Answer only below the base paths of the servers in the contract' },
  {
    name: 'watch',
    short: 'w',
    kind: 'boolean',
    help: 'Read contracts again when one of their files changes; what is broken leaves them as they were',
  },
  {
    group: 'Answer',
    name: 'tokens',
    kind: 'boolean',
    help: 'Issue tokens where a contract asks for OAuth 2 or OpenID Connect (default true)',
  },
  {
    group: 'Answer',
    name: 'verify-tokens',
    kind: 'boolean',
    help: 'Look into tokens (signature, expiry, scopes, roles), not only whether there are any',
  },
  { group: 'Answer', name: 'pace', kind: 'text', value: 'duration', help: 'Between one item of a stream and the next (default 100ms)' },
  { name: 'journal', kind: 'text', value: 'file', help: 'Append every exchange and message to a file of JSON lines' },
  {
    group: 'Event',
    name: 'every',
    kind: 'text',
    value: 'duration',
    help: 'Send the next message of every operation that sends, again and again',
  },
  { group: 'Event', name: 'on-subscribe', kind: 'boolean', help: 'Send a message to whoever begins to listen (default true)' },
  {
    group: 'Event',
    name: 'broker',
    kind: 'text',
    value: 'url',
    help: 'Send and receive at this broker instead of one of our own (redis:, amqp:, mqtt:, nats:, kafka:)',
  },
  { group: 'Answer', name: 'max-body', kind: 'text', value: 'bytes', help: 'Largest request body that is read (default 10485760)' },
  {
    group: 'Answer',
    name: 'engine',
    completed: ['mortise', 'prism'],
    kind: 'text',
    value: 'name',
    help: '"prism" hands the document to Prism, when it is installed (default mortise)',
  },
  ...FAULT_OPTIONS,
  ...TLS_OPTIONS,
  {
    name: 'control',
    kind: 'boolean',
    help: 'Answer the console at /_mortise/ and the control API; with it, faults act on connections too (default: on loopback only)',
  },
  CONTROL_TOKEN_OPTION,
  METRICS_OPTION,
  TRACE_OPTION,
  { name: 'json', kind: 'boolean', help: 'Print one line of JSON for each system that is ready' },
  ...READING_OPTIONS,
];
