import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../base/json.js';
import type { VerificationOutcome } from '../../compat/pact/findings-from-verification.js';
import { findingsFromVerification } from '../../compat/pact/findings-from-verification.js';
import { textFromPact } from '../../compat/pact/json-from-pact.js';
import type { Pact } from '../../compat/pact/pact.js';
import type { VerifierSettings } from './verifier-settings.js';
import { verifyPacts } from './verify-pacts.js';

/** A verification of pacts with one provider. */
export interface VerificationRequest extends Omit<VerifierSettings, 'pactFiles'> {
  /** Whatever of them is to be verified. */
  readonly pacts: readonly Pact[];
  /** The text of a pact that is to be verified whole, by its file: what is given on as it was written. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * What came of verifying pacts with their provider.
 *
 * @param request - the pacts, and how the provider is reached
 * @param signal - ends it
 * @throws as `verifyPacts` does
 */
export async function runVerification(request: VerificationRequest, signal: AbortSignal): Promise<VerificationOutcome> {
  const { pacts, texts, ...settings } = request;
  const parts = pacts.flatMap(partsOf).filter(({ interactions }) => interactions.length > 0);
  if (parts.length === 0) return { interactions: [], findings: [] };
  const folder = await mkdtemp(join(tmpdir(), 'mortise-pacts-'));
  try {
    const pactFiles: string[] = [];
    for (const [index, part] of parts.entries()) {
      const file = join(folder, `${index}.json`);
      const written = pacts.includes(part) ? texts.get(part.file) : undefined;
      await writeFile(file, written !== undefined && /^\s*\{/.test(written) ? written : textFromPact(part));
      pactFiles.push(file);
    }
    const report = await verifyPacts({ ...settings, pactFiles }, signal);
    return findingsFromVerification(JSON.parse(report) as JsonValue, parts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of a file with calls and messages the package reads only the messages, so each kind gets its own. */
function partsOf(pact: Pact): readonly Pact[] {
  const calls = pact.interactions.filter(({ kind }) => kind === 'http');
  if (calls.length === 0 || calls.length === pact.interactions.length) return [pact];
  return [
    { ...pact, interactions: calls },
    { ...pact, interactions: pact.interactions.filter(({ kind }) => kind !== 'http') },
  ];
}
