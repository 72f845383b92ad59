import type { Control } from '../host/control/control.js';
import type { Option } from './command.js';
import { wrongValue } from './option-values.js';

/** Of commands whose server can be watched. */
export const METRICS_OPTION: Option = {
  name: 'metrics',
  kind: 'boolean',
  help: 'Count what happens, for Prometheus: at /_mortise/metrics, for whoever may use the control API',
};

/**
 * Sees to it that metrics which were asked for can be read by somebody.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when nobody may
 */
export function assertMetricsReadable(isAsked: boolean, control: Control | undefined): void {
  if (isAsked && control === undefined)
    throw wrongValue('--metrics', 'true', 'the control API beside it: leave --no-control out, or open it with --control-token');
}
