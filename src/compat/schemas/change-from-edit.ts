import type { JsonValue } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import type { CompatChangeCode } from '../../finding/finding-code.js';
import type { Node } from '../../schema/node.js';
import { schemaFromNode } from '../../schema/node.js';
import type { MessageArguments } from '../../base/errors.js';
import type { Direction } from '../../schema/schema.js';
import type { Change, ChangeImpact } from '../change.js';
import { directionOf } from '../change.js';
import type { Weight } from '../presence.js';
import type { Sides } from '../sides.js';
import type { SchemaComparison } from '../../schema/inclusion/schema-comparison.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaSite, SchemaVersions } from './schema-site.js';
import { remarkWeight } from './remark-weight.js';

/**
 * The change that an edit is which neither breaks anything nor is in doubt: so what it does to the values is allowed where it stands.
 *
 * @param site - where
 * @param versions - the schemas of the site
 * @param edit - of them
 */
export function changeFromEdit(site: SchemaSite, versions: SchemaVersions, edit: SchemaEdit): Change {
  const { location } = edit;
  const { code, effect, guards, cause, args } = toldOfEdit(site, edit);
  return {
    code,
    direction: directionOf(site.writer),
    effect,
    guards: site.guards === undefined ? guards : [...guards, ...site.guards],
    operation: site.operation,
    location: site.location.concat(location),
    older: edit.older,
    newer: edit.newer,
    cause,
    args: args(location.at(-1)),
    impact: { ...site.impact, schemas: versionsAt(versions, site), below: location },
  };
}

/** What is told of an edit wherever it shows. */
interface ToldEdit {
  readonly code: CompatChangeCode;
  readonly effect: Weight['effect'];
  readonly guards: Weight['guards'];
  readonly cause: string;
  readonly args: (name: string | undefined) => MessageArguments;
}

/** One edit shows in hundreds of operations. */
const TOLD = new WeakMap<SchemaEdit, Map<string, ToldEdit>>();

function toldOfEdit(site: SchemaSite, edit: SchemaEdit): ToldEdit {
  const { own = edit } = edit;
  const key = `${site.writer} ${site.direction} ${edit.inAlternative !== undefined}`;
  const byWay = TOLD.get(own) ?? new Map<string, ToldEdit>();
  TOLD.set(own, byWay);
  const known = byWay.get(key);
  if (known !== undefined) return known;
  const { code, effect, guards } = weightOf(site, edit);
  const { keyword, older, newer } = own;
  const [before, after] = [own.before, own.after].map(valueText);
  const cause = `edit ${site.writer} ${code} ${keyword} ${own.location.at(-1) ?? ''} ${textOf(older)} ${textOf(newer)}`;
  const byName = new Map<string | undefined, MessageArguments>();
  const args = (name: string | undefined): MessageArguments => {
    const made = byName.get(name) ?? { keyword, name, before, after };
    byName.set(name, made);
    return made;
  };
  const told: ToldEdit = { code, effect, guards, cause, args };
  byWay.set(key, told);
  return told;
}

/** The same for all that is told of a place. */
const AT_SITES = new WeakMap<SchemaVersions, Map<Direction, NonNullable<ChangeImpact['schemas']>>>();

function versionsAt(versions: SchemaVersions, { direction = 'request' }: SchemaSite): NonNullable<ChangeImpact['schemas']> {
  const byDirection = AT_SITES.get(versions) ?? new Map<Direction, NonNullable<ChangeImpact['schemas']>>();
  AT_SITES.set(versions, byDirection);
  const schemas = byDirection.get(direction) ?? { ...versions, direction };
  byDirection.set(direction, schemas);
  return schemas;
}

function weightOf(site: SchemaSite, edit: SchemaEdit): Weight & { readonly code: CompatChangeCode } {
  const { writer, comparing } = site;
  switch (edit.kind) {
    case 'member-added':
      return { code: 'compat/member-added', ...addedWeight(edit, site) };
    case 'member-removed':
      return { code: 'compat/member-removed', effect: 'removed', guards: writer === 'consumer' ? REMOVED_GUARDS[comparing.mode] : [] };
    case 'clause':
      return { code: 'compat/schema-changed', ...clauseWeight(edit, site) };
    case 'remark':
      return remarkWeight(edit, writer);
  }
}

/** Proved to be harmless, but for alternatives: `oneOf` may let in so little that a proof about it says nothing of what was meant. */
function clauseWeight({ keyword, before, after, isIdle, inAlternative }: SchemaEdit, site: SchemaSite): Weight {
  const { writer } = site;
  if (isIdle === true) return { effect: 'lifecycle', guards: [] };
  if (inAlternative !== undefined && isBreakingAlone(inAlternative, site))
    return { effect: writer === 'consumer' ? 'narrowed' : 'widened', guards: ['annotation'] };
  const [older, newer] = [before, after].map((value) => (Array.isArray(value) ? value.length : undefined));
  const isOfArms = (keyword === 'oneOf' || keyword === 'anyOf') && older !== undefined && newer !== undefined;
  if (isOfArms && writer === 'consumer' && newer < older) return { effect: 'narrowed', guards: ['annotation'] };
  if (isOfArms && writer === 'provider' && newer > older) return { effect: 'widened', guards: ['annotation'] };
  return { effect: writer === 'consumer' ? 'widened' : 'narrowed', guards: [] };
}

/** A member that an alternative asks for now is no mere addition, though no value of the whole may show it. */
function addedWeight({ location, inAlternative }: SchemaEdit, site: SchemaSite): Weight {
  const isAskedFor =
    site.writer === 'consumer' &&
    inAlternative !== undefined &&
    judgedAlone(inAlternative, site).breaks.some(
      ({ violation }) => violation.keyword === 'required' && violation.args['property'] === location.at(-1),
    );
  return isAskedFor ? { effect: 'narrowed', guards: ['annotation'] } : { effect: 'added', guards: [] };
}

function isBreakingAlone(sides: Sides<Node>, site: SchemaSite): boolean {
  return judgedAlone(sides, site).kind !== 'compatible';
}

/** The two schemas by themselves, whatever the values are that the arms around them let in. */
function judgedAlone([older, newer]: Sides<Node>, { comparing, direction, writer }: SchemaSite): SchemaComparison {
  const [writes, reads] = writer === 'consumer' ? [older, newer] : [newer, older];
  return comparing.judge({ writer: schemaFromNode(writes), reader: schemaFromNode(reads), direction });
}

function valueText(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}

function textOf(place: Place | undefined): string {
  return place === undefined ? '-' : `${place.file}#${place.pointer ?? ''}`;
}

const MAX_TEXT_LENGTH = 200;
const REMOVED_GUARDS = { robust: ['robust-reader'], strict: [] } as const;
