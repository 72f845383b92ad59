import { describe, expect, it } from 'vitest';
import { messageOfFinding } from '../../src/report/wording/finding-wording.js';
import { findingsOfLinks, judgeLinks } from '../../src/scenario/judge-scenario.js';
import { runScenario } from '../../src/scenario/run-scenario.js';
import { findingsOfRun } from '../../src/scenario/scenario-findings.js';
import { scenarioOf } from '../support/scenario-of.js';
import type { Answer } from '../support/scripted-world.js';
import { json, scriptedWorld } from '../support/scripted-world.js';

async function messagesOf(text: string, answer: () => Answer): Promise<readonly string[]> {
  const scenario = await scenarioOf(text);
  const run = await runScenario(scenario, scriptedWorld(answer));
  return findingsOfRun(scenario, run).map((finding) => `${finding.code} ${messageOfFinding(finding)}`);
}

const step = (rest: string): string => `workflows: [{ workflowId: w, steps: [{ stepId: s, ${rest} }] }]`;
const FAILED = 'scenario/step-failed step "s" of workflow "w" of scenario "test" failed';

describe('what a run of a scenario finds', () => {
  it.each<readonly [string, string, Answer, readonly string[]]>([
    ['nothing', 'operationId: listOrders', json(200, []), []],
    [
      'a criterion that is not met',
      'operationId: listOrders, successCriteria: [{ condition: $statusCode == 201 }]',
      json(200, []),
      [`${FAILED} (expected $statusCode == 201, seen: $statusCode = 200)`],
    ],
    [
      'a status of failure where nothing else is asked for, and an answer that the contract does not know',
      'operationId: listOrders',
      json(503, []),
      [
        `${FAILED} (expected a status of success, since the step has no criteria, seen: status 503)`,
        'scenario/answer-breaks-contract the answer of shop to step "s" of scenario "test" breaks its contract (seen: response status 503 is not declared (declared: 200)). Correct the system or its contract',
      ],
    ],
    [
      'no answer',
      'operationId: listOrders',
      'timedOut',
      [`${FAILED} (expected an answer, seen: nothing came within the time of the step)`],
    ],
    [
      'a request that breaks the contract, where the step failed',
      'operationId: createOrder, requestBody: { payload: { sku: 1 } }',
      'reset',
      [
        `${FAILED} (expected an answer, seen: the connection was cut). The request itself breaks the contract: request body at /sku must be string`,
      ],
    ],
    [
      'a path parameter without a value',
      'operationId: getOrder, parameters: [{ name: id, in: path, value: $inputs.id }]',
      json(200, {}),
      [`${FAILED} (seen: the path parameter "id" has no value (/workflows/0/steps/0/parameters/0))`],
    ],
  ])('%s', async (_name, rest, answer, expected) => {
    expect(await messagesOf(step(rest), () => answer)).toEqual(expected);
  });

  it('tells what happens to many users once, with how often, and shows no secret', async () => {
    const scenario = await scenarioOf(`
workflows:
  - workflowId: w
    x-load: { stages: [{ duration: 0s, target: 3 }, { duration: 3s, target: 3 }] }
    steps: [{ stepId: s, operationId: listOrders, parameters: [{ name: api_key, in: query, value: hush }] }]
`);
    const run = await runScenario(
      scenario,
      scriptedWorld(() => json(500, [])),
    );
    const findings = findingsOfRun(scenario, run);
    expect(findings.map(({ code, args }) => `${code} ${args['count']}`)).toEqual([
      'scenario/step-failed 9',
      'scenario/answer-breaks-contract 9',
    ]);
    const single = await scenarioOf(step('operationId: listOrders, parameters: [{ name: api_key, in: query, value: hush }]'));
    const shown = findingsOfRun(
      single,
      await runScenario(
        single,
        scriptedWorld(() => json(500, [])),
      ),
    );
    expect(JSON.stringify(shown)).not.toContain('hush');
    expect(shown[0]?.witness?.request?.line).toContain('GET /v1/orders?api_key=');
  });

  it('judges each link by the claims of the scenario, else of the pair, and places what is refuted', async () => {
    const scenario = await scenarioOf(`
x-recovery:
  - { consumer: shop, provider: orders }
  - { consumer: shop, provider: orders, claims: {}, expect: { answeredWithin: 1s } }
${step('operationId: listOrders, timeout: 5000')}
`);
    const world = scriptedWorld(() => 'timedOut');
    const links = judgeLinks(scenario, { run: await runScenario(scenario, world), journal: world.journal() });
    expect(links.map(({ judgements }) => judgements.map(({ claim }) => claim))).toEqual([
      expect.arrayContaining(['attempts']),
      ['answered'],
    ]);
    for (const finding of findingsOfLinks(scenario, links)) expect(finding.place?.pointer).toMatch(/^\/x-recovery\/[01]$/);
  });
});
