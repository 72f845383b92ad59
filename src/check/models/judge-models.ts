import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import { locateFindings } from '../../contract/locate.js';
import { positionsInText } from '../../contract/position.js';
import type { Finding } from '../../finding/finding.js';
import { fingerprintOf } from '../../finding/fingerprint.js';
import { textFromViolation } from '../../schema/violation.js';
import type { Difference } from './compare-schemas.js';
import { compareSchemas } from './compare-schemas.js';
import { counterpart } from './counterpart.js';
import type { ModelUse, SharedModel } from './shared-model.js';

/**
 * What drifted: each value that one contract's model lets in and another's refuses. An error where the workspace says that they share the
 * model, a warning where they only use one name, information where the two are written differently and nothing tells them apart.
 *
 * @param models - of a workspace
 * @param texts - of all documents, by file, as in `Contract.texts`
 * @returns located, in the order of the models; empty when all mean the same
 */
export function judgeModels(models: readonly SharedModel[], texts: ReadonlyMap<string, string>): readonly Finding[] {
  const findings = models.flatMap((model) => {
    const [first, ...others] = model.uses;
    return first === undefined ? [] : others.flatMap((other) => findingsOf({ model, first, second: other, texts }));
  });
  return locateFindings(findings, texts).map((finding) => ({ ...finding, id: fingerprintOf(finding) }));
}

const SEED = 'models';
const DECLARED_WITNESS_COUNT = 5;

interface ComparedUses {
  readonly model: SharedModel;
  readonly first: ModelUse;
  readonly second: ModelUse;
  readonly texts: ReadonlyMap<string, string>;
}

function findingsOf(compared: ComparedUses): readonly Finding[] {
  const { model, first, second } = compared;
  const maxWitnessCount = model.isDeclared ? DECLARED_WITNESS_COUNT : 1;
  const comparison = compareSchemas({ first: first.schema, second: second.schema, seed: SEED, maxWitnessCount });
  if (comparison.kind === 'equal') return [];
  if (comparison.kind === 'different') {
    // Of models that share only a name one reason is enough to say that they are two.
    const told = model.isDeclared ? comparison.differences : comparison.differences.slice(0, 1);
    return told.map((difference) => driftOf(compared, difference));
  }
  const place = { file: second.schema.uri, pointer: second.schema.pointer };
  const other = located({ file: first.schema.uri, pointer: first.schema.pointer }, compared.texts);
  return [
    { code: 'models/undecided', severity: 'info', place, args: { model: model.name, ...namesOf(first, second), ...otherArgs(other) } },
  ];
}

function driftOf({ model, first, second, texts }: ComparedUses, { refusedBy, value, violation, direction }: Difference): Finding {
  const [accepting, refusing] = refusedBy === 'second' ? [first, second] : [second, first];
  const { schemaUri, schemaPointer, instancePointer, keyword, args } = violation;
  const { property } = args;
  const other = located(counterpart(accepting.schema, instancePointer), texts);
  return {
    code: 'models/drift',
    severity: model.isDeclared ? 'error' : 'warning',
    place: { file: schemaUri, pointer: schemaPointer },
    args: {
      model: model.name,
      isDeclared: model.isDeclared,
      consistency: model.consistency,
      ...namesOf(accepting, refusing),
      keyword,
      clause: textFromViolation(violation),
      location: [...tokensFromPointer(instancePointer), ...(typeof property === 'string' ? [property] : [])],
      at: instancePointer,
      direction,
      value: shortened(JSON.stringify(value)),
      seen: `${labelOf(accepting, refusing)} lets it in`,
      ...otherArgs(other),
    },
  };
}

/** A system may have two contracts: then their files tell them apart. */
function namesOf(accepting: ModelUse, refusing: ModelUse): { readonly accepting: string; readonly refusing: string } {
  return { accepting: labelOf(accepting, refusing), refusing: labelOf(refusing, accepting) };
}

function labelOf(use: ModelUse, other: ModelUse): string {
  return use.system === other.system ? use.schema.uri : use.system;
}

function located(place: Place, texts: ReadonlyMap<string, string>): Place {
  const { file, pointer = '' } = place;
  const text = texts.get(file);
  return text === undefined ? place : { ...place, ...positionsInText(text, [pointer]).get(pointer) };
}

function otherArgs({ file, pointer, line, column }: Place): Finding['args'] {
  return { otherFile: file, otherPointer: pointer, otherLine: line, otherColumn: column };
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

const MAX_VALUE_LENGTH = 2_000;
