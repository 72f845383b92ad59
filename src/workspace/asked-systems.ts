import type { Pair, PairAuth, PairCredential } from './workspace.js';

/**
 * The systems, beside the provider, that the test of a pair asks for tokens: they have to answer too. Each once.
 *
 * @param pair - or anything with its way in
 */
export function askedSystems(pair: Pick<Pair, 'auth' | 'provider'>): readonly string[] {
  const systems = credentialsOf(pair.auth).flatMap(({ credential }) =>
    (credential.kind === 'login' || credential.kind === 'grant') && credential.system !== undefined ? [credential.system] : [],
  );
  return [...new Set(systems)].filter((system) => system !== pair.provider);
}

/** One credential of a pair, and the security scheme it is for; `undefined` for whatever it fits. */
export interface SchemeCredential {
  readonly scheme: string | undefined;
  readonly credential: PairCredential;
}

/**
 * The credentials of a pair, in the order of the file.
 *
 * @param auth - of the pair
 */
export function credentialsOf(auth: PairAuth | undefined): readonly SchemeCredential[] {
  if (auth === undefined) return [];
  if (auth.kind !== 'schemes') return [{ scheme: undefined, credential: auth }];
  return [...auth.schemes].map(([scheme, credential]) => ({ scheme, credential }));
}
