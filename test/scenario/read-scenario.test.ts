import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { textFromError } from '../../src/report/wording/error-wording.js';
import { scenarioOf } from '../support/scenario-of.js';

async function errorOf(text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  try {
    await scenarioOf(text, others);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return textFromError(error);
  }
  return 'no error';
}

const workflow = (step: string, rest = ''): string => `workflows:\n  - workflowId: w\n    steps:\n      - { stepId: a, ${step} }\n${rest}`;

describe('reading a scenario', () => {
  it('finds everything that is there', async () => {
    const scenario = await scenarioOf(
      `
sourceDescriptions:
  - { name: shop, url: shop.yaml, type: openapi }
  - { name: shared, url: shared.arazzo.yaml, type: arazzo }
x-recovery: [{ consumer: shop, provider: orders, expect: { nothingLost: true } }]
workflows:
  - { workflowId: b, dependsOn: [a, $sourceDescriptions.shared.login], steps: [{ stepId: s, operationId: $sourceDescriptions.shop.listOrders }] }
  - { workflowId: a, steps: [{ stepId: two, operationId: listOrders, dependsOn: [one] }, { stepId: one, operationId: listOrders }] }
`,
      {
        'shared.arazzo.yaml': `
arazzo: 1.0.1
info: { title: Shared, version: 1.0.0 }
sourceDescriptions: [{ name: api, url: orders.yaml, x-system: orders }]
workflows: [{ workflowId: login, steps: [{ stepId: s, operationId: listOrders }] }]
`,
      },
    );
    expect(scenario.roots).toEqual(['a', 'shared.login', 'b']);
    expect(scenario.workflows.get('a')?.steps.map(({ stepId }) => stepId)).toEqual(['one', 'two']);
    expect(scenario.workflows.get('shared.login')?.steps[0]?.target).toMatchObject({
      kind: 'operation',
      system: 'orders',
      basePath: '/v1',
    });
    expect(scenario.recovery[0]?.policy.retry?.attemptCount).toBe(3);
    expect(scenario.recovery[0]?.expectations.nothingLost).toBe(true);
  });

  it.each([
    [
      'an unknown operation',
      workflow('operationId: listOrder'),
      'test.arazzo.yaml:7:22: no source description has an operation "listOrder". Did you mean "listOrders"?',
    ],
    [
      'an unknown operation of a source',
      workflow('operationId: $sourceDescriptions.shop.getOrders'),
      'shop has no operation "getOrders". Did you mean "$sourceDescriptions.shop.getOrder"?',
    ],
    [
      'an unknown source',
      workflow('operationId: $sourceDescriptions.shp.getOrder'),
      'there is no source description "shp". Did you mean "shop"?',
    ],
    [
      'an unknown path',
      workflow("operationPath: '{$sourceDescriptions.shop.url}#/paths/~1order/get'"),
      'shop has no operation GET /order. Did you mean "/orders"?',
    ],
    [
      'a path in another form',
      workflow("operationPath: '/orders'"),
      'an operationPath is {$sourceDescriptions.<name>.url}#/paths/<path>/<method>',
    ],
    ['an unknown workflow', workflow('workflowId: x'), 'there is no workflow "x"'],
    [
      'an unknown step to go to',
      workflow('operationId: listOrders, onSuccess: [{ name: n, type: goto, stepId: b }]'),
      'the workflow has no step "b". Did you mean "a"?',
    ],
    [
      'an unknown step in an expression',
      workflow('operationId: listOrders, parameters: [{ name: page, in: query, value: $steps.b.outputs.x }]'),
      'the workflow has no step "b". Did you mean "a"?',
    ],
    [
      'a step that has not ended',
      workflow('operationId: listOrders, outputs: { x: $statusCode }, parameters: [{ name: page, in: query, value: $steps.a.outputs.x }]'),
      'the step "a" has not ended by then',
    ],
    [
      'an unknown output',
      workflow(
        'operationId: listOrders, outputs: { count: $statusCode }',
        '      - { stepId: b, operationId: listOrders, parameters: [{ name: page, in: query, value: $steps.a.outputs.cuont }] }\n',
      ),
      'the step "a" has no output "cuont". Did you mean "count"?',
    ],
    [
      'a mistyped expression',
      workflow('operationId: listOrders, parameters: [{ name: page, in: query, value: $input.page }]'),
      '"$input.page" is no runtime expression. Did you mean "$inputs.page"?',
    ],
    [
      'a mistyped expression in braces',
      workflow("operationId: listOrders, parameters: [{ name: page, in: query, value: 'p{$step.a.outputs.x}' }]"),
      '"$step.a.outputs.x" is no runtime expression. Did you mean "$steps.a.outputs.x"?',
    ],
    [
      'an unknown parameter',
      workflow('operationId: listOrders, parameters: [{ name: pages, in: query, value: 1 }]'),
      'listOrders has no query parameter "pages". Did you mean "page"?',
    ],
    ['a missing path parameter', workflow('operationId: getOrder'), 'getOrder needs the path parameter "id"'],
    [
      'a parameter without a place',
      workflow('operationId: listOrders, parameters: [{ name: page, value: 1 }]'),
      'the parameter "page" of an operation needs an "in"',
    ],
    [
      'a broken condition',
      workflow('operationId: listOrders, successCriteria: [{ condition: $statusCode = 200 }]'),
      'the condition has an unexpected "=" at character 13',
    ],
    ['an unknown key', workflow('operationId: listOrders, onSucess: []'), 'unknown key "onSucess". Did you mean "onSuccess"?'],
    ['an unknown extension of ours', workflow('operationId: listOrders, x-wiat: 1s'), 'unknown key "x-wiat". Did you mean "x-wait"?'],
    ['a duration', workflow('operationId: listOrders, x-wait: 5'), '"x-wait" must be a duration like 500ms, 30s or 5m, up to 31 days'],
    [
      'two targets',
      workflow('operationId: listOrders, workflowId: w'),
      'a step has exactly one of operationId, operationPath, channelPath, workflowId',
    ],
    [
      'twin steps',
      workflow('operationId: listOrders', '      - { stepId: a, operationId: listOrders }\n'),
      'the step "a" stands here twice',
    ],
    [
      'twin workflows',
      workflow('operationId: listOrders', '  - { workflowId: w, steps: [{ stepId: a, operationId: listOrders }] }\n'),
      'the workflow "w" stands here twice',
    ],
    [
      'steps that wait for each other',
      workflow('operationId: listOrders, dependsOn: [b]', '      - { stepId: b, operationId: listOrders, dependsOn: [a] }\n'),
      'steps wait for each other: a → b → a',
    ],
    [
      'workflows that wait for each other',
      `workflows:\n  - { workflowId: w, dependsOn: [v], steps: [{ stepId: a, operationId: listOrders }] }\n  - { workflowId: v, dependsOn: [w], steps: [{ stepId: a, operationId: listOrders }] }\n`,
      'workflows wait for each other: w → v → w',
    ],
    [
      'a missing component',
      workflow('operationId: listOrders, parameters: [{ reference: $components.parameters.p }]'),
      'there is no $components.parameters.p',
    ],
    [
      'a reference to something else',
      workflow('operationId: listOrders, onFailure: [{ reference: $components.successActions.p }]'),
      'must lead to $components.failureActions',
    ],
    ['a fault of an unknown kind', `x-faults: [{ fault: outrage, provider: orders }]\n${workflow('operationId: listOrders')}`, 'outage'],
    [
      'a fault on no link',
      `x-faults: [{ fault: noop, provider: shop }]\n${workflow('operationId: listOrders')}`,
      'the workspace has no pair to shop',
    ],
    [
      'a fault after no step',
      `x-faults: [{ fault: noop, provider: orders, after: b }]\n${workflow('operationId: listOrders')}`,
      'there is no step "b". Did you mean "a"?',
    ],
    [
      'a fault on an operation that its provider does not have',
      `x-faults: [{ fault: noop, provider: orders, on: [listOrders, getOder] }]\n${workflow('operationId: listOrders')}`,
      'orders has no operation "getOder". Did you mean "getOrder"?',
    ],
    [
      'a fault of a workflow on an operation that its provider does not have',
      `${workflow('operationId: listOrders')}    x-faults: [{ fault: noop, provider: orders, on: [GET /oders] }]\n`,
      'orders has no operation "GET /oders". Did you mean "GET /orders"?',
    ],
    [
      'a mutant that is told by a claim that there is not',
      `x-mutants: [{ system: shop, start: x, refutes: [atempts] }]\n${workflow('operationId: listOrders')}`,
      'there is no claim "atempts". Did you mean "attempts"?',
    ],
    [
      'claims of no pair',
      `x-recovery: [{ consumer: orders, provider: shop }]\n${workflow('operationId: listOrders')}`,
      'the workspace has no pair orders → shop',
    ],
    [
      'wrong claims',
      `x-recovery: [{ consumer: shop, provider: orders, claims: { retry: { attempts: 0 } } }]\n${workflow('operationId: listOrders')}`,
      '"attempts" must be 1 or more',
    ],
    [
      'a misspelt claim',
      `x-recovery: [{ consumer: shop, provider: orders, claims: { breaker: { failres: 3, open: 1s } } }]\n${workflow('operationId: listOrders')}`,
      'unknown key "failres". Did you mean "failures"?',
    ],
    [
      'wrong expectations',
      `x-recovery: [{ consumer: shop, provider: orders, expect: { nothingLots: true } }]\n${workflow('operationId: listOrders')}`,
      'nothingLots',
    ],
    [
      'a mutant of no system',
      `x-mutants: [{ system: shopp, start: x, refutes: [attempts] }]\n${workflow('operationId: listOrders')}`,
      'the workspace has no system "shopp"',
    ],
    [
      'a mutant that is not told how',
      `x-mutants: [{ system: shop, start: x }]\n${workflow('operationId: listOrders')}`,
      'a mutant names in "refutes" the claims that must tell it',
    ],
    [
      'an operation of no system',
      `sourceDescriptions: [{ name: shop, url: shop.yaml, x-system: shp }]\n${workflow('operationId: listOrders')}`,
      'no system of the workspace offers shop.yaml: name it with "x-system" at the source description',
    ],
    ['no workflows', 'workflows: []\n', 'a document has at least one of "workflows"'],
  ])('says what is wrong with %s', async (_name, text, message) => {
    expect(await errorOf(text)).toContain(message);
  });

  it('refuses what is no Arazzo, and versions that are not known', async () => {
    const others = { 'shared.yaml': 'openapi: 3.1.0\n' };
    const text = `sourceDescriptions: [{ name: shop, url: shop.yaml }, { name: other, url: shared.yaml, type: arazzo }]\n${workflow('operationId: listOrders')}`;
    expect(await errorOf(text, others)).toContain('shared.yaml:1:1: is no Arazzo document: the key "arazzo" is missing');
    expect(await errorOf(text, { 'shared.yaml': 'arazzo: 2.0.0\n' })).toContain('version "2.0.0" is not known; 1.0 and 1.1 are');
  });

  it('tells all that is wrong at once, in the order of the file', async () => {
    const error = await errorOf(workflow('operationId: nothing, x-wiat: 1s, timeout: soon'));
    expect(error.split('\n')).toHaveLength(2);
  });
});
