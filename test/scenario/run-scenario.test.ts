import { describe, expect, it } from 'vitest';
import { runScenario } from '../../src/scenario/run-scenario.js';
import type { ScenarioRun } from '../../src/scenario/scenario-run.js';
import { scenarioOf } from '../support/scenario-of.js';
import type { Answer, ScriptedWorld } from '../support/scripted-world.js';
import { json, scriptedWorld } from '../support/scripted-world.js';

const ok: () => Answer = () => json(200, []);

async function ran(
  text: string,
  answer: Parameters<typeof scriptedWorld>[0] = ok,
): Promise<{ readonly run: ScenarioRun; readonly world: ScriptedWorld }> {
  const world = scriptedWorld(answer);
  return { run: await runScenario(await scenarioOf(text), world), world };
}

function stepsOf(run: ScenarioRun): readonly string[] {
  return run.workflows.flatMap(({ steps }) => steps.map(({ stepId, outcome }) => `${stepId} ${outcome}`));
}

const created = json(201, { id: 'o-1' });

describe('a workflow', () => {
  it('sends parameters by their styles, headers that nobody declares, API keys, and the body by its media type', async () => {
    const { world } = await ran(`
workflows:
  - workflowId: w
    inputs: { type: object, properties: { sku: { type: string, default: lamp }, n: { type: integer, default: 2 } } }
    steps:
      - stepId: list
        operationId: listOrders
        parameters:
          - { name: tag, in: query, value: [a b, c] }
          - { name: page, in: query, value: $inputs.n }
          - { name: api_key, in: query, value: 'k&1' }
          - { name: Authorization, in: header, value: 'Bearer {$inputs.sku}' }
      - stepId: make
        operationId: createOrder
        requestBody: { payload: { sku: $inputs.sku, count: $inputs.n } }
        successCriteria: [{ condition: $statusCode == 200 }]
`);
    expect(world.sent[0]?.request.target).toBe('/v1/orders?tag=a%20b&tag=c&page=2&api_key=k%261');
    expect(world.sent[0]?.request.headers).toEqual(expect.arrayContaining(['Authorization', 'Bearer lamp']));
    const { headers = [], body } = world.sent[1]?.request ?? {};
    expect(headers).toEqual(expect.arrayContaining(['content-type', 'application/json']));
    expect(new TextDecoder().decode(body)).toBe('{"sku":"lamp","count":2}');
  });

  it.each([
    [
      'a JSON text with expressions',
      `{ payload: '{"sku":"{$inputs.a}","count":{$inputs.n}}' }`,
      'application/json',
      '{"sku":"x","count":1}',
    ],
    [
      'replacements',
      `{ payload: { sku: old, list: [1] }, replacements: [{ target: /sku, value: $inputs.a }, { target: /list/-, value: 2 }] }`,
      'application/json',
      '{"sku":"x","list":[1,2]}',
    ],
    [
      'a form',
      `{ contentType: application/x-www-form-urlencoded, payload: { sku: $inputs.a, n: 1 } }`,
      'application/x-www-form-urlencoded',
      'sku=x&n=1',
    ],
    [
      'a form as a text',
      `{ contentType: application/x-www-form-urlencoded, payload: 'sku={$inputs.a}' }`,
      'application/x-www-form-urlencoded',
      'sku=x',
    ],
    ['plain text', `{ contentType: text/plain, payload: 'Hello {$inputs.a}' }`, 'text/plain', 'Hello x'],
    [
      'a selector',
      `{ payload: { sku: { context: $inputs.deep, selector: '$.list[1].id', type: jsonpath } } }`,
      'application/json',
      '{"sku":"two"}',
    ],
  ])('sends %s', async (_name, body, contentType, expected) => {
    const { world } = await ran(`
workflows:
  - workflowId: w
    inputs:
      type: object
      properties: { a: { default: x }, n: { default: 1 }, deep: { default: { list: [{ id: one }, { id: two }] } } }
    steps: [{ stepId: s, operationId: createOrder, requestBody: ${body} }]
`);
    expect(world.sent[0]?.request.headers).toEqual(expect.arrayContaining(['content-type', contentType]));
    expect(new TextDecoder().decode(world.sent[0]?.request.body)).toBe(expected);
  });

  it('hands outputs on, from step to step and from workflow to workflow', async () => {
    const { run, world } = await ran(
      `
workflows:
  - workflowId: second
    dependsOn: [first]
    steps:
      - stepId: again
        operationId: getOrder
        parameters: [{ name: id, in: path, value: $workflows.first.outputs.order }]
  - workflowId: first
    steps:
      - stepId: make
        operationId: createOrder
        requestBody: { payload: { sku: a } }
        outputs: { id: $response.body#/id, kind: $response.header.X-Kind, sku: { context: $response.body, selector: /more/0, type: jsonpointer } }
      - stepId: get
        operationPath: '{$sourceDescriptions.shop.url}#/paths/~1orders~1{id}/get'
        parameters: [{ name: id, in: path, value: '{$steps.make.outputs.id}-{$steps.make.outputs.kind}-{$steps.make.outputs.sku}' }]
    outputs: { order: $steps.make.outputs.id }
`,
      ({ request }) => (request.method === 'POST' ? json(201, { id: 'o-1', more: ['m'] }, ['X-Kind', 'big']) : json(200, {})),
    );
    expect(world.sent.map(({ request }) => request.target)).toEqual(['/v1/orders', '/v1/orders/o-1-big-m', '/v1/orders/o-1']);
    expect(run.workflows.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual(['first succeeded', 'second succeeded']);
  });

  it('calls a workflow as a step, with its parameters as inputs and its outputs as the outputs of the step', async () => {
    const { run, world } = await ran(
      `
workflows:
  - workflowId: main
    steps:
      - stepId: sub
        workflowId: make
        parameters: [{ name: sku, value: lamp }]
        outputs: { twice: $outputs.id }
      - stepId: get
        operationId: getOrder
        parameters: [{ name: id, in: path, value: '{$steps.sub.outputs.id}{$steps.sub.outputs.twice}' }]
  - workflowId: make
    inputs: { type: object, required: [sku], properties: { sku: { type: string } } }
    steps: [{ stepId: s, operationId: createOrder, requestBody: { payload: { sku: $inputs.sku } }, outputs: { id: $response.body#/id } }]
    outputs: { id: $steps.s.outputs.id }
`,
      ({ request }) => (request.method === 'POST' ? created : json(200, {})),
    );
    expect(stepsOf(run)).toEqual(['s passed', 'sub passed', 'get passed']);
    expect(world.sent[1]?.request.target).toBe('/v1/orders/o-1o-1');
  });

  it('fails where its inputs break their schema, and says how', async () => {
    const { run } = await ran(`
workflows:
  - workflowId: w
    inputs: { type: object, required: [sku] }
    steps: [{ stepId: s, operationId: listOrders }]
`);
    expect(run.workflows[0]).toMatchObject({
      outcome: 'failed',
      failure: { kind: 'inputs', problem: "the inputs must have the property 'sku'" },
    });
  });

  it('skips what depends on a workflow that failed', async () => {
    const { run } = await ran(
      `
workflows:
  - { workflowId: a, steps: [{ stepId: s, operationId: listOrders }] }
  - { workflowId: b, dependsOn: [a], steps: [{ stepId: t, operationId: listOrders }] }
`,
      () => json(500, {}),
    );
    expect(run.workflows.map(({ outcome, failure }) => [outcome, failure?.kind])).toEqual([
      ['failed', 'status'],
      ['skipped', 'workflow'],
    ]);
  });

  it('says what became of a call that nobody answered, and what the contract has against an answer', async () => {
    const outcomes: Answer[] = ['refused', 'timedOut', json(201, { id: 7 }), json(418, {})];
    for (const outcome of outcomes) {
      const { run, world } = await ran(
        `
workflows: [{ workflowId: w, steps: [{ stepId: s, timeout: 1500, operationId: createOrder, requestBody: { payload: {} } }] }]
`,
        () => outcome,
      );
      const step = run.workflows[0]?.steps[0];
      if (typeof outcome === 'string') expect(step?.failure).toEqual({ kind: 'no-answer', outcome });
      else expect(step?.problems.map(({ kind }) => kind)).toEqual([outcome.status === 201 ? 'body' : 'status']);
      if (outcome === 'timedOut') expect(world.clock.nowMs()).toBe(1_500);
    }
  });
});

describe('the actions of a step', () => {
  const workflow = (actions: string): string => `
workflows:
  - workflowId: w
    steps:
      - { stepId: a, operationId: listOrders, ${actions} }
      - { stepId: b, operationId: listOrders }
      - { stepId: c, operationId: listOrders }
  - { workflowId: other, steps: [{ stepId: o, operationId: listOrders }] }
`;
  const failing = (count: number): Parameters<typeof scriptedWorld>[0] => {
    let calls = 0;
    return () => (++calls <= count ? json(503, {}, ['Retry-After', '7']) : json(200, []));
  };

  it.each([
    ['none: the next step', '', 0, ['a passed', 'b passed', 'c passed', 'o passed']],
    ['end', 'onSuccess: [{ name: x, type: end }]', 0, ['a passed', 'o passed']],
    ['goto a step', 'onSuccess: [{ name: x, type: goto, stepId: c }]', 0, ['a passed', 'c passed', 'o passed']],
    ['goto a workflow', 'onSuccess: [{ name: x, type: goto, workflowId: other }]', 0, ['a passed', 'o passed']],
    [
      'criteria that are not met',
      'onSuccess: [{ name: x, type: end, criteria: [{ condition: $statusCode == 201 }] }]',
      0,
      ['a passed', 'b passed', 'c passed', 'o passed'],
    ],
    ['failed, without actions', '', 1, ['a failed', 'o passed']],
    ['failed, goto', 'onFailure: [{ name: x, type: goto, stepId: c }]', 1, ['a failed', 'c passed', 'o passed']],
    ['failed, retry once by default', 'onFailure: [{ name: x, type: retry }]', 2, ['a failed', 'a failed', 'o passed']],
    [
      'failed, retry until it passes',
      'onFailure: [{ name: x, type: retry, retryLimit: 5 }]',
      2,
      ['a failed', 'a failed', 'a passed', 'b passed', 'c passed', 'o passed'],
    ],
    [
      'failed, retry after another step',
      'onFailure: [{ name: x, type: retry, stepId: b }]',
      1,
      ['a failed', 'b passed', 'a passed', 'b passed', 'c passed', 'o passed'],
    ],
    [
      'failed, retries exhausted before the next action',
      'onFailure: [{ name: x, type: retry, retryLimit: 1 }, { name: y, type: goto, stepId: c }]',
      2,
      ['a failed', 'a failed', 'c passed', 'o passed'],
    ],
    [
      'an endless round',
      'onSuccess: [{ name: x, type: goto, stepId: a }]',
      0,
      [...Array.from({ length: 1_001 }, () => 'a passed'), 'o passed'],
    ],
  ])('%s', async (_name, actions, failureCount, expected) => {
    const { run } = await ran(workflow(actions), failing(failureCount));
    expect(stepsOf(run)).toEqual(expected);
  });

  it('waits as the answer asks, not as the action says', async () => {
    const { world } = await ran(workflow('onFailure: [{ name: x, type: retry, retryAfter: 2 }]'), failing(1));
    expect(world.sent[1]?.atMs).toBe(7_000);
  });

  it('those of the workflow stand behind those of the step, and give way to the same name', async () => {
    const text = (own: string): string => `
components:
  failureActions: { again: { name: again, type: retry, retryLimit: 3 } }
workflows:
  - workflowId: w
    failureActions: [{ reference: $components.failureActions.again }]
    steps: [{ stepId: a, operationId: listOrders${own} }]
`;
    expect(stepsOf((await ran(text(''), failing(9))).run)).toHaveLength(4);
    expect(stepsOf((await ran(text(', onFailure: [{ name: again, type: end }]'), failing(9))).run)).toHaveLength(1);
  });
});

describe('the faults of a scenario', () => {
  it('stand within their windows, and from step to step, and are gone in the end', async () => {
    const { world } = await ran(`
x-faults:
  - { fault: noop, provider: orders, label: whole }
  - { fault: noop, provider: orders, label: window, from: 1s, to: 4s }
workflows:
  - workflowId: w
    x-faults:
      - { fault: noop, provider: orders, consumer: shop, label: steps, after: a, until: b }
      - { fault: noop, provider: orders, label: workflow }
    steps:
      - { stepId: a, operationId: listOrders, x-wait: 2s }
      - { stepId: b, operationId: listOrders, x-wait: 3s }
      - { stepId: c, operationId: listOrders, x-wait: 5s }
  - { workflowId: after, dependsOn: [w], steps: [{ stepId: d, operationId: listOrders, x-wait: 1s }] }
`);
    expect([...world.spans].sort()).toEqual(['steps 2000-5000', 'whole 0-11000', 'window 1000-4000', 'workflow 0-10000']);
    expect(world.injector('shop', 'orders')?.rules).toHaveLength(0);
  });

  it('wait until what is expected after them had its time', async () => {
    const text = (settle: string): string => `${settle}
x-faults: [{ fault: noop, provider: orders, to: 1s }]
x-recovery: [{ consumer: shop, provider: orders, expect: { recoveredWithin: 20s } }]
workflows: [{ workflowId: w, steps: [{ stepId: a, operationId: listOrders, x-wait: 3s }] }]
`;
    expect((await ran(text(''))).run.endedAtMs).toBe(21_000);
    expect((await ran(text('x-settle: 2s'))).run.endedAtMs).toBe(5_000);
  });

  it('are all met by a program that goes on after a step that failed, as one known to be wrong does', async () => {
    const text = `
x-faults: [{ fault: status, status: 500, provider: orders, after: a, until: b, label: late }]
workflows:
  - workflowId: w
    steps:
      - { stepId: a, operationId: listOrders, successCriteria: [{ condition: $statusCode == 204 }] }
      - { stepId: b, operationId: listOrders, x-wait: 1s }
  - { workflowId: x, dependsOn: [w], steps: [{ stepId: c, operationId: listOrders }] }
`;
    const scenario = await scenarioOf(text);
    const plain = await runScenario(scenario, scriptedWorld(ok));
    expect([stepsOf(plain), plain.workflows.map(({ outcome }) => outcome)]).toEqual([['a failed'], ['failed', 'skipped']]);
    const world = scriptedWorld(ok);
    const whole = await runScenario(scenario, world, { keepsGoing: true });
    expect(stepsOf(whole)).toEqual(['a failed', 'b passed', 'c passed']);
    expect(whole.workflows.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
    expect(whole.workflows[0]?.failure).toMatchObject({ kind: 'criterion' });
  });

  it('are told when the world has no such link', async () => {
    const world = scriptedWorld(ok, []);
    const scenario = await scenarioOf(`
x-faults: [{ fault: noop, provider: orders }]
workflows: [{ workflowId: w, steps: [{ stepId: a, operationId: listOrders }] }]
`);
    expect((await runScenario(scenario, world)).missingLinks).toEqual(['shop → orders']);
  });
});

describe('a load', () => {
  it('runs the workflow by as many users as its stages say, each at its pace', async () => {
    const { run } = await ran(`
workflows:
  - workflowId: w
    inputs: { type: object, properties: { id: { type: string, x-unique: order- } } }
    x-load: { stages: [{ duration: 10s, target: 5 }, { duration: 10s, target: 5 }, { duration: 10s, target: 0 }], every: 2s }
    steps: [{ stepId: a, operationId: listOrders }]
`);
    expect(new Set(run.workflows.map(({ user }) => user))).toEqual(new Set([1, 2, 3, 4, 5]));
    // The first user is there for 26 of the 30 seconds, the last for 10.
    expect(run.workflows.filter(({ user }) => user === 1)).toHaveLength(13);
    expect(run.workflows.filter(({ user }) => user === 5)).toHaveLength(5);
    expect(new Set(run.workflows.map(({ inputs }) => inputs['id'])).size).toBe(run.workflows.length);
  });
});
