import type { Contract, SecurityRequirement, SecurityScheme } from '../contract/contract.js';

/** The schemes of one alternative by what they are, with the scopes asked for. */
export type Alternative = ReadonlyMap<string, readonly string[]>;

/** Who got in before and does not now, and who gets in that did not. */
export interface SecurityDifference {
  /** Those of the older version that no newer one is a part of, by their index. */
  readonly shut: readonly number[];
  readonly isOpened: boolean;
}

/**
 * What became of alternatives: one is kept when some newer one asks for no more schemes and scopes.
 *
 * @param older - at least one
 * @param newer - at least one
 */
export function securityDifference(older: readonly Alternative[], newer: readonly Alternative[]): SecurityDifference {
  const shut = older.flatMap((alternative, index) => (newer.some((other) => isPart(other, alternative)) ? [] : [index]));
  const isNew = newer.some((alternative) => !older.some((other) => isPart(other, alternative)));
  const isLess = older.some((alternative) => !newer.some((other) => isPart(alternative, other)));
  return { shut, isOpened: older.length !== newer.length || isNew || isLess };
}

/**
 * The alternatives of a list of requirements; no security at all is one that asks for nothing.
 *
 * @param requirements - any one of which lets in
 * @param identityOf - the same for schemes that ask for the same
 */
export function alternativesOf(requirements: readonly SecurityRequirement[], identityOf: (name: string) => string): readonly Alternative[] {
  const all: readonly SecurityRequirement[] = requirements.length === 0 ? [new Map()] : requirements;
  return all.map((requirement) => new Map([...requirement].map(([name, scopes]) => [identityOf(name), scopes])));
}

/**
 * The alternatives as people read them.
 *
 * @param requirements - any one of which lets in
 */
export function alternativesText(requirements: readonly SecurityRequirement[]): string {
  const texts = requirements.map((requirement) => {
    const schemes = [...requirement].map(([name, scopes]) => (scopes.length === 0 ? name : `${name} (${scopes.toSorted().join(', ')})`));
    return schemes.length === 0 ? 'nothing' : schemes.toSorted().join(' and ');
  });
  return texts.length === 0 ? 'nothing' : texts.toSorted().join(' or ');
}

/**
 * What a scheme asks for, by name where both versions know the name: credentials of two schemes are two things to have, though they may
 * look alike.
 *
 * @param contract - that declares it
 * @param name - of the scheme
 * @param other - the other version
 */
export function schemeIdentity({ securitySchemes }: Contract, name: string, other: Contract): string {
  const scheme = securitySchemes.get(name);
  const form = scheme === undefined || scheme.kind === 'unknown' ? `unknown ${name}` : schemeForm(scheme);
  return other.securitySchemes.has(name) ? `${name} ${form}` : form;
}

/**
 * What a request shows of a scheme: where a client gets its credentials, and what it may ask for, is no part of that.
 *
 * @param scheme - of a contract
 */
export function schemeForm(scheme: SecurityScheme): string {
  switch (scheme.kind) {
    case 'apiKey':
      return JSON.stringify({ kind: scheme.kind, in: scheme.in, name: scheme.name });
    case 'http':
      return JSON.stringify({ kind: scheme.kind, scheme: scheme.scheme });
    case 'unknown':
      return JSON.stringify({ kind: scheme.kind, type: scheme.type });
    default:
      return JSON.stringify({ kind: scheme.kind });
  }
}

function isPart(part: Alternative, whole: Alternative): boolean {
  return [...part].every(([scheme, scopes]) => {
    const held = whole.get(scheme);
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}
