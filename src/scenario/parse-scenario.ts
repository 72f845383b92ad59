import { InputError } from '../base/errors.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import { parseDocument } from '../contract/document.js';
import { errorFromProblems } from '../workspace/workspace-problem.js';
import type { ArazzoDocument } from './arazzo/document.js';
import { isArazzo, readArazzoDocument } from './arazzo/document.js';
import type { ArazzoProblem } from './arazzo/node.js';

/** A document with the value it was read from. */
export interface ParsedScenario extends ArazzoDocument {
  readonly root: ReturnType<typeof parseDocument>;
}

/**
 * An Arazzo document on its own: nothing that it refers to is looked up.
 *
 * @param file - its name
 * @param text - what it says
 * @throws InputError `E_SCENARIO_INVALID`, and those of a text that is no document
 */
export async function parseScenario(file: string, text: string): Promise<ParsedScenario> {
  const root = parseDocument(text, file);
  const problems: ArazzoProblem[] = [];
  if (!isArazzo(root)) {
    throw await scenarioError(file, text, [{ pointer: '', problem: 'is no Arazzo document: the key "arazzo" is missing' }]);
  }
  const document = readArazzoDocument({ value: root, pointer: '', problems });
  if (problems.length > 0) throw await scenarioError(file, text, problems);
  return { ...document, root };
}

/**
 * All the problems of a document as one error that stands at the first of them.
 *
 * @param file - its name
 * @param text - what it says
 * @param problems - at least one
 */
export async function scenarioError(file: string, text: string, problems: readonly ArazzoProblem[]): Promise<InputError> {
  const { at, args } = await errorFromProblems(file, text, problems.map(withName));
  return new InputError({ code: 'E_SCENARIO_INVALID', at, args });
}

/** A place alone leaves people to count columns: what must be otherwise is called by its key. */
function withName(problem: ArazzoProblem): ArazzoProblem {
  const tokens = tokensFromPointer(problem.pointer);
  const index = tokens.findLastIndex((token) => !/^\d+$/.test(token));
  const key = tokens[index];
  if (key === undefined || !problem.problem.startsWith('must ')) return problem;
  const [item] = tokens.slice(index + 1);
  const name = item === undefined ? `"${key}"` : `item ${Number(item) + 1} of "${key}"`;
  return { ...problem, problem: `${name} ${problem.problem}` };
}
