import type { Finding } from '../finding/finding.js';
import { messageOfFinding } from './wording/finding-wording.js';

/**
 * A finding as plain data for machines: flat place, and the message people read.
 *
 * @param finding - located
 */
export function plainFinding(finding: Finding): Readonly<Record<string, unknown>> {
  const { id, code, severity, pair, operation, place, args, witness, replay, compat } = finding;
  return { id, code, severity, message: messageOfFinding(finding), pair, operation, ...place, args, witness, replay, compat };
}
