import type { Parameter } from '../../contract/contract.js';
import { pathVariables } from '../../contract/openapi/path-variables.js';
import { isIgnoredHeader } from '../../wire/ignored-header.js';
import type { Change } from '../change.js';
import { directionOf } from '../change.js';
import { weightOfPresence } from '../presence.js';
import { schemaChanges } from '../schemas/schema-changes.js';
import { openSchema } from '../schemas/schema-site.js';
import type { CallSide, CallSite } from './call-site.js';
import { changeAtCall, placeOfPart, rolesOf } from './call-site.js';
import { lifecycleChanges } from './lifecycle-changes.js';
import type { ParameterPair } from './parameter-form.js';
import { formChanges } from './parameter-form.js';
import { refusedOnly, showRequest, shownBreak } from './request-witness.js';

/**
 * What became of the parameters of a call. Those of a path are known by their place in it, not by their names.
 *
 * @param site - the call
 */
export function parameterChanges(site: CallSite): readonly Change[] {
  const older = parametersByKey(site.older);
  const newer = parametersByKey(site.newer);
  const changes: Change[] = [];
  for (const [key, parameter] of newer) {
    const before = older.get(key);
    changes.push(
      ...(before === undefined ? presenceChanges(site, undefined, parameter) : pairChanges(site, { older: before, newer: parameter })),
    );
  }
  for (const [key, parameter] of older) if (!newer.has(key)) changes.push(...presenceChanges(site, parameter, undefined));
  return changes;
}

function parametersByKey({ operation }: CallSide): ReadonlyMap<string, Parameter> {
  const variables = pathVariables(operation.path).names;
  return new Map(
    operation.parameters
      .filter((parameter) => !isIgnoredHeader(parameter))
      .map((parameter) => {
        if (parameter.in === 'path') return [`path:${variables.indexOf(parameter.name)}`, parameter] as const;
        return [`${parameter.in}:${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`, parameter] as const;
      }),
  );
}

function pairChanges(site: CallSite, pair: ParameterPair): readonly Change[] {
  const { older, newer } = pair;
  const form = formChanges(site, pair);
  return [
    ...presenceChanges(site, older, newer),
    ...form,
    // Where the text itself is written otherwise its values are no longer the same things.
    ...(form.some(({ effect }) => effect === 'changed') ? [] : valueChanges(site, pair)),
    ...lifecycleChanges(site, {
      location: ['request', newer.in, newer.name],
      older: placeOfPart(site.older.operation, older),
      newer: placeOfPart(site.newer.operation, newer),
    }),
  ];
}

function presenceChanges(site: CallSite, older: Parameter | undefined, newer: Parameter | undefined): readonly Change[] {
  const told = newer ?? older;
  const weight = weightOfPresence(site.caller, { older: older?.required, newer: newer?.required }, site.comparing.mode);
  if (weight === undefined || told === undefined) return [];
  // By the name that a request has it by.
  const written = (rolesOf(site, 'request').writer === site.older ? older : newer) ?? told;
  const key = `${written.in}:${written.name}`;
  const action = older === undefined ? 'added' : newer === undefined ? 'removed' : 'requirement';
  return [
    changeAtCall(site, {
      code: `compat/parameter-${action}`,
      direction: directionOf(site.caller),
      ...weight,
      location: ['request', told.in, told.name],
      older: older && placeOfPart(site.older.operation, older),
      newer: newer && placeOfPart(site.newer.operation, newer),
      // One that is shared by many operations came or went once.
      cause: `${key} ${action} ${placeText(site, older, newer)}`,
      args: { in: told.in, name: told.name, required: newer?.required ?? older?.required ?? false },
      witness: () =>
        refusedOnly(shownBreak(showRequest(rolesOf(site, 'request'), { parameters: new Map([[key, undefined]]) }), [told.in, told.name])),
      impact: { part: key },
    }),
  ];
}

function placeText({ older: before, newer: after }: CallSite, older: Parameter | undefined, newer: Parameter | undefined): string {
  const place = newer === undefined ? older && placeOfPart(before.operation, older) : placeOfPart(after.operation, newer);
  return `${place?.file}#${place?.pointer}`;
}

function valueChanges(site: CallSite, { older, newer }: ParameterPair): readonly Change[] {
  const schemas = [older, newer].map(({ form }) => (form.kind === 'style' ? form.schema : form.mediaType.schema));
  if (schemas[0] === undefined && schemas[1] === undefined) return [];
  const { writer } = rolesOf(site, 'request');
  const written = writer === site.older ? older : newer;
  const read = writer === site.older ? newer : older;
  const key = `${written.in}:${written.name}`;
  return schemaChanges(
    {
      comparing: site.comparing,
      operation: site.id,
      guards: site.guards,
      location: [...site.prefix, 'request', newer.in, newer.name],
      writer: site.caller,
      direction: 'request',
      impact: { older: site.older.operation, newer: site.newer.operation, side: 'request', part: key },
      isText: true,
      show: (value) => shownBreak(showRequest(rolesOf(site, 'request'), { parameters: new Map([[key, value]]) }), [read.in, read.name]),
    },
    {
      older: schemas[0] ?? openSchema(site.older.contract, placeOfPart(site.older.operation, older)),
      newer: schemas[1] ?? openSchema(site.newer.contract, placeOfPart(site.newer.operation, newer)),
    },
  );
}
