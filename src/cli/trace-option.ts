import type { Traces } from '../host/traces/open-traces.js';
import type { CommandInput, Option } from './command.js';
import { textOption, wrongValue } from './option-values.js';

/** Of commands whose calls can be traced. */
export const TRACE_OPTION: Option = {
  name: 'trace',
  kind: 'text',
  value: 'url',
  help: 'Send a span of each exchange to this OpenTelemetry collector (OTLP over HTTP: http://127.0.0.1:4318); else as OTEL_EXPORTER_OTLP_ENDPOINT says',
};

/**
 * Traces, when they were asked for: by the option, or by the variables of OpenTelemetry. What sends them is loaded here.
 *
 * @param input - of a command that has {@link TRACE_OPTION}
 * @throws InputError `E_ARGUMENT_VALUE` when the address is none; HostError `E_PACKAGE_MISSING`
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables
 */
export async function tracesFrom({ options, io }: CommandInput): Promise<Traces | undefined> {
  const asked = textOption(options, 'trace');
  if (asked === undefined && !isAskedByEnvironment(io.env)) return undefined;
  const { openTraces } = await import('../host/traces/open-traces.js');
  return openTraces({
    url: asked === undefined ? undefined : urlOf(asked),
    serviceName: io.env['OTEL_SERVICE_NAME'] || 'mortise',
    onTrouble: (text) => io.stderr(`mortise: ${text}\n`),
  });
}

function isAskedByEnvironment(env: CommandInput['io']['env']): boolean {
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return false;
  return (env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '';
}

/** Without a path it is the collector's own for traces. */
function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw wrongValue('--trace', text.slice(0, 200), 'the URL of a collector, like http://127.0.0.1:4318');
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}
