import { expect, it } from 'vitest';
import type { OperationEntry } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { answerOperation } from '../../src/mock/answer-operation.js';
import { planOperation } from '../../src/mock/operation-plan.js';
import { DEFAULT_MOCK_OPTIONS } from '../../src/mock/mock-options.js';
import { DEFAULT_RULES, parseRules } from '../../src/mock/rules.js';
import { corpusShare, describeCorpus } from '../support/corpus.js';

/** Two branches of their `oneOf` are equal (`AuthenticatorMethodSimple`, `AuthenticatorMethodTac`), so that no value matches exactly one. */
const UNSATISFIABLE = [
  'getAuthenticatorMethod',
  'replaceAuthenticatorMethod',
  'activateAuthenticatorMethod',
  'deactivateAuthenticatorMethod',
];
const parsed = parseRules('request=off,response=warn');
const options = { ...DEFAULT_MOCK_OPTIONS, rules: parsed.kind === 'rules' ? parsed.rules : DEFAULT_RULES };
const context = { seed: 'corpus', callIndex: () => 0 };

describeCorpus('the default and the varied answer of every operation of real documents', () => {
  it.each(corpusShare('answers', 4))('$name: nothing is served that breaks it', { timeout: 300_000 }, async ({ file }) => {
    const contract = await readContract(file, createDocumentPort({ cwd: '/', stdin: process.stdin }));
    const broken: string[] = [];
    const judge = (entry: OperationEntry, headers: readonly string[]): void => {
      const plan = planOperation(entry, contract, options);
      const request = { method: entry.method, target: entry.path, headers, body: undefined };
      const { response, problems } = answerOperation(plan, { request, query: '', pathValues: new Map(), context });
      const declared = plan.operation.responses.length > 0 && plan.operation.unusable === undefined;
      if (declared && response.headers.includes('application/problem+json') && response.status === 500)
        broken.push(`${entry.id}: ${detailOf(response.body)}`);
      for (const problem of problems) broken.push(`${entry.id}: ${problem.message}`);
    };
    for (const entry of contract.operations) {
      judge(entry, []);
      judge(entry, ['Prefer', 'dynamic=true']);
    }
    expect(broken.filter((line) => !UNSATISFIABLE.some((id) => line.startsWith(`${id}:`))).slice(0, 20)).toEqual([]);
  });
});

function detailOf(body: unknown): string {
  return String((JSON.parse(String(body)) as { detail?: unknown }).detail);
}
