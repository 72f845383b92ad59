import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Parameter } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { isValid } from '../../schema/validate.js';
import { decodePercent } from '../../wire/percent.js';
import { serialiseParameter } from '../../wire/serialise-parameter.js';
import type { Witness } from '../../finding/finding.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfPart, rolesOf } from './call-site.js';
import { showRequest, shownBreak } from './request-witness.js';

/** A parameter in both versions. */
export interface ParameterPair {
  readonly older: Parameter;
  readonly newer: Parameter;
}

/**
 * Whether both versions write a value alike: style, explode and the like are compared by what stands on the wire, percent-encoding undone,
 * so that a spelling of the default is no change, nor is a style that makes no difference to such values.
 *
 * @param site - the call
 * @param pair - the parameter
 * @see https://spec.openapis.org/oas/v3.2.0.html#style-values
 */
export function formChanges(site: CallSite, pair: ParameterPair): readonly Change[] {
  const { older, newer } = pair;
  if (formText(older) === formText(newer)) return [];
  const roles = rolesOf(site, 'request');
  const written = writtenOf(site, pair);
  const told = tellingValues(written).find((value) => writtenText(older, value) !== writtenText(newer, value));
  if (told !== undefined) {
    const patch = { parameters: new Map([[`${written.in}:${written.name}`, told]]) };
    const witness = (): Witness | undefined => shownBreak(showRequest(roles, patch), []).witness;
    return [formChange(site, pair, { effect: 'changed', guards: [], witness })];
  }
  const isLess = older.form.kind === 'style' && older.form.allowEmptyValue && newer.form.kind === 'style' && !newer.form.allowEmptyValue;
  return isLess ? [formChange(site, pair, { effect: 'narrowed', guards: ['annotation'], witness: undefined })] : [];
}

/** What a parameter of a path is called in the template is no part of its text, but for `matrix`: `;id=7`. */
function writtenText(parameter: Parameter, value: JsonValue): string {
  const isNamedByPlace = parameter.in === 'path' && !isMatrix(parameter);
  const text = serialiseParameter(isNamedByPlace ? { ...parameter, name: 'name' } : parameter, value);
  return decodePercent(text) ?? text;
}

/** As a request has it. */
function writtenOf(site: CallSite, { older, newer }: ParameterPair): Parameter {
  return rolesOf(site, 'request').writer === site.older ? older : newer;
}

function formChange(site: CallSite, pair: ParameterPair, weight: Pick<Change, 'effect' | 'guards' | 'witness'>): Change {
  const { older, newer } = pair;
  return changeAtCall(site, {
    code: 'compat/parameter-form',
    direction: directionOf(site.caller),
    ...weight,
    location: ['request', newer.in, newer.name],
    older: placeOfPart(site.older.operation, older),
    newer: placeOfPart(site.newer.operation, newer),
    args: { in: newer.in, name: newer.name, before: formText(older), after: formText(newer) },
    impact: { part: `${newer.in}:${writtenOf(site, pair).name}` },
  });
}

function isMatrix({ form }: Parameter): boolean {
  return form.kind === 'style' && form.style === 'matrix';
}

function formText(parameter: Parameter): string {
  const { form, name } = parameter;
  if (form.kind === 'content') return form.mediaType.name;
  const { style, explode, allowReserved, allowEmptyValue } = form;
  const named = isMatrix(parameter) ? `${style} ;${name}` : style;
  return [named, explode ? 'explode' : '', allowReserved ? 'allowReserved' : '', allowEmptyValue ? 'allowEmptyValue' : '']
    .filter((word) => word !== '')
    .join(' ');
}

/** Values that styles write differently: several items, several members, marks that are reserved in URLs. */
function tellingValues({ form }: Parameter): readonly JsonValue[] {
  const schema = form.kind === 'style' ? form.schema : form.mediaType.schema;
  const sample = schema === undefined ? undefined : sampleFromSchema(schema, { direction: 'request' });
  const values: JsonValue[] = sample?.kind === 'value' ? [sample.value, ...widened(sample.value)] : [];
  return [...values, ...PROBES].filter((value) => schema === undefined || isValid(schema, value, { direction: 'request' }));
}

function widened(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value) && value[0] !== undefined) return [[value[0], value[0]]];
  return isJsonObject(value) ? [{ ...value, a: '1', b: '2' }] : [];
}

const PROBES: readonly JsonValue[] = [['a', 'b'], [1, 2], { a: '1', b: '2' }, { a: 1, b: 2 }, 'a,b', 'a b/c'];
