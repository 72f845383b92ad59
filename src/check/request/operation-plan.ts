import type { JsonValue } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { TestCase } from '../test-case.js';
import { credentialKeys } from './credential-keys.js';
import type { CaseFrame } from './draft.js';
import type { PartPlan } from './part-plan.js';
import { planPart } from './part-plan.js';
import type { RequestContext } from './request-context.js';
import { keyOf, requestParts } from './request-parts.js';
import type { WiredCase } from './wire-case.js';
import { judgeIntent, requestFromCase } from './wire-case.js';

/** What is worked out once for the requests of an operation. */
export interface OperationPlan {
  readonly frame: CaseFrame;
  /** Those that can be sent at all. */
  readonly parts: readonly PartPlan[];
  /** Required ones that no value exists for. */
  readonly impossible: readonly PartPlan[];
  /** The case on the wire, whatever the credentials will be. */
  readonly wire: (testCase: TestCase) => WiredCase;
}

/**
 * The plan of an operation's requests.
 *
 * @param operation - of the contract
 * @param context - where its values come from
 * @param phase - that its cases are made for
 */
export function planOperation(operation: Operation, context: RequestContext, phase: TestCase['phase']): OperationPlan {
  const plans = requestParts(operation, context).map((part) => planPart(part, operation, context));
  const credentials = credentialValues(operation, context);
  const wiring = { basePath: context.basePath, headers: context.pair.headers };
  const wire = (testCase: TestCase): WiredCase => {
    const parameters = credentials.size === 0 ? testCase.parameters : new Map([...credentials, ...testCase.parameters]);
    const values = { ...testCase, parameters, captures: NO_CAPTURES };
    const request = requestFromCase(values, wiring);
    if (request === undefined) return { kind: 'withheld', reason: 'its media type has no form for its body', problems: [] };
    return judgeIntent(request, values, context);
  };
  return {
    frame: { operation, phase, headers: context.pair.fixtures.get(operation.id)?.headers ?? {} },
    parts: plans.filter(({ forms }) => forms.length > 0),
    impossible: plans.filter(({ part, forms }) => part.isRequired && forms.length === 0),
    wire,
  };
}

/** Stands where the credentials will be. */
function credentialValues(operation: Operation, context: RequestContext): ReadonlyMap<string, JsonValue> {
  const keys = credentialKeys(operation, context.contract);
  const values = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    if (!keys.has(keyOf(parameter)) || !parameter.required) continue;
    const schema = parameter.form.kind === 'style' ? parameter.form.schema : undefined;
    const sample = schema === undefined ? undefined : sampleFromSchema(schema, { direction: 'request' });
    values.set(keyOf(parameter), sample?.kind === 'value' ? sample.value : 'mortise');
  }
  return values;
}

const NO_CAPTURES: TestCase['captures'] = new Map();
