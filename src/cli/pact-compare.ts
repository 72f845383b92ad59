import { comparePactToContract } from '../compat/pact/compare-pact-to-contract.js';
import { interactionsFor } from '../compat/pact/judge-merge.js';
import type { Finding } from '../finding/finding.js';
import { createDocumentPort } from '../host/document-port.js';
import type { CommandInput, ExitCode } from './command.js';
import { pactContracts } from './pact-contracts.js';
import { readPacts } from './pact-files.js';
import { tellPactFindings } from './pact-output.js';
import { readingOptions } from './reading-options.js';

/**
 * `mortise pact compare`: whether the contracts promise what pacts expect.
 *
 * @param input - positionals are pacts
 */
export async function comparePacts(input: CommandInput): Promise<ExitCode> {
  const port = createDocumentPort(readingOptions(input));
  const pacts = await readPacts(input.positionals, port, 'compare');
  const contracts = await pactContracts(input, port);
  const findings: Finding[] = [];
  const texts = new Map<string, string>();
  for (const { pact, text } of pacts) {
    texts.set(pact.file, text);
    if (pact.interactions.length === 0 && input.options['json'] !== true)
      input.io.stdout(`${pact.file}: no interaction is in it, so nothing was compared\n`);
    const all = await contracts.of(pact.provider);
    for (const contract of all) {
      // Who has one contract only is told that it says nothing of the others.
      findings.push(...comparePactToContract(all.length === 1 ? pact : interactionsFor(pact, contract), contract));
    }
  }
  return tellPactFindings(findings, texts, input);
}
