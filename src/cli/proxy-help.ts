import type { CommandHelp } from './command.js';
import { CONTROL_TOKEN_OPTION, FAULT_OPTIONS, TLS_OPTIONS } from './fault-options.js';
import { METRICS_OPTION } from './metrics-option.js';
import { READING_OPTIONS } from './reading-options.js';
import { TRACE_OPTION } from './trace-option.js';

/** What is said of `mortise proxy`. */
export const PROXY_HELP: CommandHelp = {
  name: 'proxy',
  summary: 'Stand before a running provider: record every exchange, and inject faults.',
  usage: 'proxy <http://target|tcp://host:port> [options]',
  options: [
    { name: 'port', short: 'p', kind: 'text', value: 'n', help: 'Port to listen on; 0 takes any free one (default 4011)' },
    { name: 'host', short: 'h', kind: 'text', value: 'address', help: 'Address to listen on (default 127.0.0.1)' },
    {
      name: 'contract',
      kind: 'text',
      value: 'spec',
      help: "The provider's contract: tells operations apart, for faults and for the journal",
    },
    { name: 'consumer', kind: 'text', value: 'name', help: 'Who calls, in the journal' },
    {
      name: 'provider',
      kind: 'text',
      value: 'name',
      help: "The provider's name in the journal (default: that of the contract, or provider)",
    },
    ...FAULT_OPTIONS,
    ...TLS_OPTIONS,
    { name: 'control', kind: 'boolean', help: 'Answer the control API below /_mortise/api (default true)' },
    CONTROL_TOKEN_OPTION,
    METRICS_OPTION,
    TRACE_OPTION,
    {
      name: 'control-port',
      kind: 'text',
      value: 'n',
      help: 'Answer the control API on a port of its own, which no fault touches; 0 takes any free one',
    },
    { name: 'seed', kind: 'text', value: 'text', help: 'What faults draw their chance from; the same seed gives the same faults' },
    { name: 'journal', kind: 'text', value: 'file', help: 'Append every exchange to a file of JSON lines' },
    { name: 'json', kind: 'boolean', help: 'Print one line of JSON when it is ready' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise proxy http://127.0.0.1:4010 --port 0',
    'mortise proxy http://127.0.0.1:4010 --port 0 --contract fixtures/specs/petstore.yaml --fault "status status=503 on=listPets nth=1-3"',
    'mortise proxy tcp://127.0.0.1:5432 --port 0 --fault "latency latency=100ms jitter=50ms"',
    'mortise proxy http://127.0.0.1:4010 --port 0 --tls --tls-ca ca.pem --fault "certificate flaw=expired from=10s"',
    'mortise proxy --list-faults',
  ],
};
