import type { Option } from './command.js';

/** What every command that injects faults understands. */
export const FAULT_OPTIONS: readonly Option[] = [
  {
    group: 'Fault',
    name: 'fault',
    completed: 'nothing',
    kind: 'list',
    value: 'rule',
    help: 'A fault, as "kind key=value …": "status status=503 nth=1-3"; may be repeated',
  },
  { group: 'Fault', name: 'faults', kind: 'list', value: 'file', help: 'A file of faults, in YAML or JSON; may be repeated' },
  { group: 'Fault', name: 'list-faults', kind: 'boolean', help: 'Say which faults there are, with their settings' },
];

/** Of commands that are controlled while they run. */
export const CONTROL_TOKEN_OPTION: Option = {
  name: 'control-token',
  kind: 'text',
  value: 'text',
  help: 'Answer the control API to whoever has this token (Authorization: Bearer), on other machines too',
};

/** Of commands whose server can speak TLS. */
export const TLS_OPTIONS: readonly Option[] = [
  {
    group: 'TLS',
    name: 'tls',
    kind: 'boolean',
    help: 'Speak TLS to the consumer, with a certificate of an authority made for this run; a mock then speaks HTTP/2 too',
  },
  {
    group: 'TLS',
    name: 'tls-ca',
    kind: 'text',
    value: 'file',
    help: 'Where the certificate of that authority is written, for the consumer to trust',
  },
];

/**
 * What a line that says a server is ready adds when there are faults.
 *
 * @param count - of the rules
 * @param seed - of their chance
 */
export function faultsText(count: number, seed: string): string {
  return count === 0 ? '' : ` (${count} ${count === 1 ? 'fault' : 'faults'}, seed ${seed})`;
}
