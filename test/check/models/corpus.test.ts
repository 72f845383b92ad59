import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import { compareSchemas } from '../../../src/check/models/compare-schemas.js';
import { rulesOfDialect } from '../../../src/schema/dialect-rules.js';
import type { Schema } from '../../../src/schema/schema.js';
import { componentSchemas } from '../../support/component-schemas.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { secondOpinionOfComponent } from '../../support/second-opinion.js';

const MAX_SCHEMAS_PER_DOCUMENT = 8;
const AJV_STRIDE = 6;
const TIMEOUT_MS = 300_000;

describeCorpus('the models of real documents', () => {
  it(
    'mean the same written in another way, and something else with one clause changed',
    () => {
      const totals = {
        rewritten: 0,
        undecided: [] as string[],
        drifted: [] as string[],
        changed: 0,
        missed: [] as string[],
        unfounded: [] as string[],
      };
      for (const document of corpusShare('drift', 6)) {
        for (const schema of componentSchemas(document, MAX_SCHEMAS_PER_DOCUMENT)) {
          const name = `${schema.uri}#${schema.pointer}`;
          const { kind } = compared(schema, replaced(schema, 'rewritten', rewritten(schema.value, schema)));
          totals.rewritten += 1;
          if (kind === 'different') totals.drifted.push(name);
          if (kind === 'undecided') totals.undecided.push(name);
          judgeChange(schema, totals);
        }
      }
      console.info(
        `${totals.rewritten} schemas, ${totals.undecided.length} undecided when rewritten; ${totals.changed} changed, ${totals.missed.length} not told`,
      );
      expect(totals.drifted).toEqual([]);
      expect(totals.unfounded).toEqual([]);
      expect(totals.missed).toEqual([]);
      expect(totals.changed).toBeGreaterThan(20);
      expect(totals.undecided.length / totals.rewritten).toBeLessThan(0.03);
    },
    TIMEOUT_MS,
  );
});

function compared(first: Schema, second: Schema): ReturnType<typeof compareSchemas> {
  return compareSchemas({ first, second, seed: 'corpus', maxWitnessCount: 2 });
}

/** Another member is required that was not: a value without it tells, and ajv says so, too. */
function judgeChange(schema: Schema, totals: { changed: number; missed: string[]; unfounded: string[] }): void {
  const { value } = schema;
  if (!isJsonObject(value) || value['type'] !== 'object' || !isJsonObject(value['properties']) || typeof value['$ref'] === 'string') return;
  const required = Array.isArray(value['required']) ? value['required'] : [];
  if (value['allOf'] !== undefined || required.includes(ODD_NAME) || value['additionalProperties'] === false) return;
  const changed = replaced(schema, 'changed', { ...value, required: [...required, ODD_NAME] });
  const found = compared(schema, changed);
  const name = `${schema.uri}#${schema.pointer}`;
  if (found.kind !== 'different') {
    totals.missed.push(name);
    return;
  }
  totals.changed += 1;
  if (found.differences.some(({ refusedBy }) => refusedBy !== 'second')) totals.unfounded.push(name);
  // ajv takes long to compile what we only read.
  if (totals.changed % AJV_STRIDE !== 1) return;
  const [before, after] = [secondOpinionOfComponent(schema), secondOpinionOfComponent(changed)];
  for (const { value: witness, direction } of found.differences) {
    // ajv knows of no direction: what a request leaves out it misses.
    if (direction !== undefined || before === undefined || after === undefined) continue;
    if (before(witness) === false || after(witness) === true) totals.unfounded.push(`${name} ${JSON.stringify(witness)}`);
  }
}

const ODD_NAME = 'x-mortise-odd-member';

/** The document, by another name, with one component changed; the others are as they were. */
function replaced(schema: Schema, kind: string, value: JsonValue): Schema {
  const uri = `${kind}-${schema.uri}`;
  const document = withMember(schema.documents.get(schema.uri) ?? {}, schema.pointer.slice(1).split('/'), value);
  return { ...schema, uri, value, documents: { get: (name) => (name === uri ? document : undefined) } };
}

function withMember(at: JsonValue, [token, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (token === undefined) return value;
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const object = isJsonObject(at) ? at : {};
  return { ...object, [name]: withMember(object[name] ?? {}, rest, value) };
}

/** Members in reverse, enums in reverse, a part moved into an `allOf`, remarks changed. */
function rewritten(value: JsonValue, { dialect }: Schema): JsonValue {
  if (!isJsonObject(value) || (rulesOfDialect(dialect).isReferenceAlone && typeof value['$ref'] === 'string')) return value;
  const { required, properties, unevaluatedProperties, nullable, ['x-nullable']: oldNullable, allOf, discriminator, ...rest } = value;
  if (unevaluatedProperties !== undefined || discriminator !== undefined) return value;
  const turned: Record<string, JsonValue | undefined> = Object.fromEntries(
    Object.entries({ ...rest, description: 'in other words' }).toReversed(),
  );
  const choices = turned['enum'];
  if (Array.isArray(choices)) turned['enum'] = choices.toReversed();
  const members = isJsonObject(properties)
    ? Object.fromEntries(
        Object.entries(properties)
          .toReversed()
          .map(([name, member]) => [name, member === undefined ? undefined : rewritten(member, { dialect } as Schema)]),
      )
    : undefined;
  const isOpen = value['additionalProperties'] === undefined || value['additionalProperties'] === true;
  const isNull = nullable === true || oldNullable === true;
  // Whether a member travels is looked for beside `required`; a closed object must see its members.
  const canSplit = isOpen && !isNull && required !== undefined && allOf === undefined && !JSON.stringify(properties ?? {}).includes('Only');
  const own = { ...turned, ...(properties === undefined ? {} : { properties: members }), ...(allOf === undefined ? {} : { allOf }) };
  if (canSplit) return { ...own, allOf: [{ required }] };
  const whole = { ...own, ...(required === undefined ? {} : { required }) };
  if (isNull && allOf === undefined) return { anyOf: [{ enum: [null] }, whole] };
  return {
    ...own,
    ...(required === undefined ? {} : { required }),
    ...(nullable === undefined ? {} : { nullable }),
    ...(oldNullable === undefined ? {} : { 'x-nullable': oldNullable }),
  };
}
