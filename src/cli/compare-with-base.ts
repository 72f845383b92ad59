import { InputError } from '../base/errors.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { CommandInput } from './command.js';
import { comparingSettingsFrom } from './comparing-options.js';
import { runComparisonTold } from './comparison-progress.js';
import { openCompatSources } from './compat-sources.js';
import { readingOptions } from './reading-options.js';
import type { ComparisonRun } from './run-comparison.js';

/** What is compared within another command. */
export interface BaseComparison {
  readonly names: readonly string[];
  readonly documents: DocumentPort;
  readonly today: string;
}

/**
 * Compares what is here with the base that the options name.
 *
 * @param input - of a command that has `BASE_OPTIONS`
 * @returns `undefined` when no base is named
 * @throws InputError when there is no such base, or `--usage` and `--accepted` stand without one
 */
export async function compareWithBase(
  input: CommandInput,
  { names, documents, today }: BaseComparison,
): Promise<ComparisonRun | undefined> {
  const { options, io } = input;
  const settings = comparingSettingsFrom({ ...options, mode: undefined, events: undefined, tags: undefined, provider: undefined });
  const { base, usage, accepted } = settings;
  if (base === undefined) {
    const alone = usage === undefined ? (accepted === undefined ? undefined : '--accepted') : '--usage';
    if (alone === undefined) return undefined;
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: alone, value: '--base <git ref> beside it' } });
  }
  const sources = await openCompatSources({
    names,
    base,
    tags: undefined,
    isTransitive: false,
    reading: readingOptions(input),
    env: io.env,
  });
  try {
    return await runComparisonTold({ sources, settings, documents, today, signal: io.signal }, input);
  } finally {
    await sources.close();
  }
}
