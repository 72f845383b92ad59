import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { derivationOf } from '../compat/severity.js';
import type { FindingCode } from '../finding/finding-code.js';
import { readRecordText, recordFilesIn } from '../host/run-records.js';
import { textFromExplanation } from '../report/explanation-text.js';
import { plainFinding } from '../report/finding-json.js';
import { wordsOfCode } from '../report/wording/code-words.js';
import { FINDING_WORDINGS } from '../report/wording/finding-wording.js';
import { lawOfCode } from './code-law.js';
import type { CommandInput, ExitCode } from './command.js';
import { knownValue, textOption } from './option-values.js';
import { recordedFinding } from './recorded-finding.js';

/** `mortise explain`. */
export async function runExplain({ positionals, options, io }: CommandInput): Promise<ExitCode> {
  const [name] = positionals;
  if (name === undefined)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'explain', value: 'the id or the code of a finding' } });
  const isJson = options['json'] === true;
  if (name.includes('/')) {
    const code = knownValue('the code', name, Object.keys(FINDING_WORDINGS) as FindingCode[]);
    io.stdout(isJson ? `${JSON.stringify({ code, ...wordsOfCode(code), ...lawOfCode(code) })}\n` : textOfCode(code));
    return 0;
  }
  const record = textOption(options, 'record');
  const files = record === undefined ? recordFilesIn(io.cwd) : [resolve(io.cwd, record)];
  const { finding } = recordedFinding(name, files, readRecordText);
  const explanation = { finding, derivation: derivationOf(finding), ...lawOfCode(finding.code) };
  io.stdout(
    isJson ? `${JSON.stringify({ ...explanation, finding: plainFinding(finding) })}\n` : textFromExplanation(explanation, io.colour),
  );
  return 0;
}

function textOfCode(code: FindingCode): string {
  const { what, next } = wordsOfCode(code);
  const { law, source } = lawOfCode(code);
  return [
    `${code}\n`,
    `  says      ${what}\n`,
    law === undefined ? '' : `  law       ${law}\n`,
    `  source    ${source}\n`,
    next === undefined ? '' : `  next      ${next}\n`,
  ].join('');
}
