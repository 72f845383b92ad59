import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { folderOf } from './paths.js';
import type { Setting } from './settings.js';
import { addressFromText } from './settings.js';

/** A service of a compose file. */
export interface SeenService {
  readonly name: string;
  /** The compose file. */
  readonly path: string;
  /** What it is built of, from the top; `undefined` for an image that others made. */
  readonly folder: string | undefined;
  readonly image: string | undefined;
  /** On this machine, and in the container. */
  readonly ports: readonly PublishedPort[];
  readonly settings: readonly Setting[];
}

export interface PublishedPort {
  readonly published: number | undefined;
  readonly target: number;
}

/**
 * The services of a compose file, in its order; none when it is no compose file.
 *
 * @param root - the parsed file
 * @param path - of the file: contexts of builds are relative to its folder
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export function servicesOfCompose(root: JsonObject, path: string): readonly SeenService[] {
  const { services } = root;
  if (!isJsonObject(services)) return [];
  return Object.entries(services).flatMap(([name, service]) => {
    if (!isJsonObject(service) || (service['image'] === undefined && service['build'] === undefined)) return [];
    const { image } = service;
    return [
      {
        name,
        path,
        folder: contextOf(service['build'], folderOf(path)),
        image: typeof image === 'string' ? image : undefined,
        ports: listOf(service['ports']).flatMap(portFromJson),
        settings: settingsFromJson(service['environment']),
      },
    ];
  });
}

function contextOf(build: JsonValue | undefined, folder: string): string | undefined {
  const context = isJsonObject(build) ? build['context'] : build;
  if (typeof context !== 'string' || /^[a-z+]+:|^\/|\$/i.test(context)) return undefined;
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of context.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** `8080:80`, `127.0.0.1:8080:80/tcp`, `80`, or the long form. Ranges are left out. */
function portFromJson(port: JsonValue): readonly PublishedPort[] {
  if (isJsonObject(port)) {
    const target = numberOf(port['target']);
    return target === undefined ? [] : [{ published: numberOf(port['published']), target }];
  }
  const parts = String(port)
    .replace(/\$\{[A-Za-z0-9_]+:?-([^}]*)\}/g, '$1')
    .replace(/\/[a-z]+$/, '')
    .split(':');
  const target = numberOf(parts.at(-1));
  return target === undefined ? [] : [{ published: parts.length > 1 ? numberOf(parts.at(-2)) : undefined, target }];
}

function settingsFromJson(environment: JsonValue | undefined): readonly Setting[] {
  if (isJsonObject(environment)) {
    return Object.entries(environment).map(([key, value]) => ({
      key,
      address: typeof value === 'string' ? addressFromText(value) : undefined,
    }));
  }
  return listOf(environment).flatMap((line) => {
    const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(String(line)) ?? [];
    return key === undefined ? [] : [{ key, address: addressFromText(value) }];
  });
}

function numberOf(value: JsonValue | undefined): number | undefined {
  const number = Number(value);
  return value !== null && value !== '' && Number.isInteger(number) && number > 0 && number < 65_536 ? number : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
