import type { Contract, OperationEntry, SecurityScheme } from '../../contract/contract.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';
import { schemeForm } from '../security-alternatives.js';
import type { SchemeDetails } from './scheme-details.js';
import { schemeDetails } from './scheme-details.js';

/**
 * What became of the security schemes that clients are set up for.
 *
 * @param comparing - the two contracts
 * @param used - operations of the older one that are still there
 */
export function schemeChanges(comparing: Comparing, used: readonly OperationEntry[]): readonly Change[] {
  const { older, newer } = comparing;
  const names = new Set([...newer.securitySchemes.keys(), ...older.securitySchemes.keys()]);
  return [...names].flatMap((name) => {
    const [before, after] = [declared(older, name), declared(newer, name)];
    if (before === undefined && after === undefined) return [];
    // An operation that asks for a scheme that is gone says so itself.
    if (before === undefined) return [schemeChange(comparing, name, { code: 'compat/security-scheme-added', effect: 'added', guards: [] })];
    if (after === undefined)
      return [schemeChange(comparing, name, { code: 'compat/security-scheme-removed', effect: 'removed', guards: ['unused'] })];
    return changesOfScheme(comparing, name, { before, after, used });
  });
}

function declared({ securitySchemes }: Contract, name: string): SecurityScheme | undefined {
  const scheme = securitySchemes.get(name);
  return scheme?.kind === 'unknown' && scheme.type === '' ? undefined : scheme;
}

interface SchemePair {
  readonly before: SecurityScheme;
  readonly after: SecurityScheme;
  readonly used: readonly OperationEntry[];
}

function changesOfScheme(comparing: Comparing, name: string, { before, after, used }: SchemePair): readonly Change[] {
  const [older, newer] = [schemeDetails(comparing.older, name), schemeDetails(comparing.newer, name)];
  const [form, newForm] = [schemeForm(before), schemeForm(after)];
  if (form === newForm && isSameDetail(older, newer)) return [];
  const unused = isUsed(name, used) ? [] : ['unused'];
  if (form !== newForm) {
    // Where it is asked for the operations tell that they ask for something else; the scheme is why.
    const asked = before.kind !== 'oauth2' && before.kind !== 'openIdConnect' ? ['annotation'] : [];
    const detail = { before: form, after: newForm };
    return [
      schemeChange(comparing, name, { code: 'compat/security-scheme-changed', effect: 'changed', guards: [...unused, ...asked], detail }),
    ];
  }
  const changes: Change[] = [];
  for (const setting of new Set([...older.settings.keys(), ...newer.settings.keys()])) {
    const detail = { setting, before: older.settings.get(setting), after: newer.settings.get(setting) };
    if (detail.before === detail.after) continue;
    changes.push(
      schemeChange(comparing, name, {
        code: 'compat/security-scheme-changed',
        effect: 'changed',
        guards: [...unused, 'annotation'],
        detail,
      }),
    );
  }
  for (const scope of new Set([...older.scopes, ...newer.scopes])) {
    if (older.scopes.has(scope) === newer.scopes.has(scope)) continue;
    const isAdded = newer.scopes.has(scope);
    const detail = { setting: `scope ${scope}`, before: isAdded ? undefined : scope, after: isAdded ? scope : undefined };
    const weight = isAdded ? { effect: 'added' as const, guards: [] } : { effect: 'removed' as const, guards: [...unused, 'annotation'] };
    changes.push(schemeChange(comparing, name, { code: 'compat/security-scheme-changed', ...weight, detail }));
  }
  return changes;
}

function isSameDetail(older: SchemeDetails, newer: SchemeDetails): boolean {
  return JSON.stringify([[...older.settings], [...older.scopes]]) === JSON.stringify([[...newer.settings], [...newer.scopes]]);
}

function isUsed(name: string, used: readonly OperationEntry[]): boolean {
  return used.some((entry) => entry.read().security.some((requirement) => requirement.has(name)));
}

interface SchemeWeight extends Pick<Change, 'code' | 'effect' | 'guards'> {
  readonly detail?: { readonly setting?: string; readonly before: string | undefined; readonly after: string | undefined };
}

function schemeChange({ older, newer }: Comparing, name: string, { detail, ...weight }: SchemeWeight): Change {
  return {
    ...weight,
    direction: 'consumer-writes',
    operation: undefined,
    location: ['security', name, ...(detail?.setting === undefined ? [] : [detail.setting])],
    older: weight.effect === 'added' && detail === undefined ? undefined : schemeDetails(older, name).place,
    newer: weight.effect === 'removed' && detail === undefined ? undefined : schemeDetails(newer, name).place,
    cause: `${weight.code} ${name} ${detail?.setting ?? ''}`,
    args: { name, ...detail },
  };
}
