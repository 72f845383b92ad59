import type { Component, Components } from './component.js';
import { componentNamed } from './component.js';
import type { SeenPact, Sightings } from './look-at-repository.js';
import { isWithin } from './paths.js';
import type { Setting } from './settings.js';
import { isForCalls } from './settings.js';

/** A sign that one system calls another. */
export interface Link {
  readonly consumer: Component;
  readonly provider: Component;
  /** Where it stands: `compose.yaml (ORDERS_URL)`. */
  readonly because: string;
  readonly pact: SeenPact | undefined;
}

/**
 * Who calls whom: what pacts say, and whose settings have whose address. A setting's value is never told, only its name.
 *
 * @param sightings - of the repository
 * @param components - those there are
 * @returns in the order of pacts, compose files, settings; a system is never its own consumer
 */
export function findLinks(sightings: Sightings, components: Components): readonly Link[] {
  const links: Link[] = [];
  const add = (consumer: Component | undefined, provider: Component | undefined, sign: Pick<Link, 'because' | 'pact'>): void => {
    if (consumer !== undefined && provider !== undefined && consumer !== provider) links.push({ consumer, provider, ...sign });
  };
  for (const pact of sightings.pacts) {
    add(componentNamed(pact.consumer, components), componentNamed(pact.provider, components), { because: pact.path, pact });
  }
  for (const { name, folder, path, settings } of sightings.services) {
    const consumer = components.all.find((one) => folder !== undefined && one.folder === folder) ?? exactlyNamed(name, path, components);
    for (const setting of settings) {
      add(consumer, targetOf(setting, components), { because: `${path} (${setting.key})`, pact: undefined });
    }
  }
  for (const { path, folder, settings } of sightings.settings) {
    const consumer = ownerOf(folder, components);
    for (const setting of settings) add(consumer, targetOf(setting, components), { because: `${path} (${setting.key})`, pact: undefined });
  }
  return links;
}

/** A database of that name is no system of ours. */
function exactlyNamed(name: string, path: string, components: Components): Component | undefined {
  const named = componentNamed(name, components);
  return named?.sources.includes(path) === true ? named : undefined;
}

/** Whose settings lie in a folder: those of the program there or around it, or of the only program. */
function ownerOf(folder: string, { all }: Components): Component | undefined {
  const around = all
    .filter((one) => one.folder !== undefined && isWithin(folder, one.folder))
    .sort((left, right) => (right.folder?.length ?? 0) - (left.folder?.length ?? 0));
  const programs = all.filter(({ kind }) => kind !== 'unknown');
  return around[0] ?? (programs.length === 1 ? programs[0] : undefined);
}

/** By the host, by the port of this machine, or by the name of the setting. */
function targetOf({ key, address }: Setting, components: Components): Component | undefined {
  if (address !== undefined && !isForCalls(address)) return undefined;
  if (address !== undefined) {
    const { host, port } = address;
    const isHere = host === 'localhost' || host === '127.0.0.1' || host === '0.0.0.0' || host === 'host.docker.internal';
    const listening = isHere && port !== undefined ? components.all.filter(({ ports }) => ports.has(port)) : [];
    if (listening.length === 1) return listening[0];
    const named = isHere || host.includes('.') ? undefined : componentNamed(host, components);
    if (named !== undefined) return named;
  }
  const [, name] =
    /^(?:NEXT_PUBLIC_|NUXT_PUBLIC_|NUXT_|VITE_|REACT_APP_|EXPO_PUBLIC_|PUBLIC_|GATSBY_)?(.+?)_(?:BASE_)?(?:URL|URI|ENDPOINT|HOST|ORIGIN)$/.exec(
      key,
    ) ?? [];
  return name === undefined ? undefined : componentNamed(name, components);
}
