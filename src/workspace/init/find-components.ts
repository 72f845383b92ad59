import type { Component, Components } from './component.js';
import { addComponent, componentNamed, plainName } from './component.js';
import type { JudgedContract } from './judge-contracts.js';
import type { Sightings } from './look-at-repository.js';
import { nameOfContract, versionInPath } from './name-of-contract.js';
import type { SeenPackage } from './package-program.js';
import { baseOf, isWithin } from './paths.js';

/**
 * The systems of a repository: its programs, what compose runs of its own, its contracts, and whom pacts speak of.
 *
 * @param sightings - of the repository
 * @param contracts - judged
 * @param repositoryName - for what has no other name
 * @returns in the order of packages, services, contracts, pacts; nothing twice
 */
export function findComponents(sightings: Sightings, contracts: readonly JudgedContract[], repositoryName: string): Components {
  const components: Components = { all: [], taken: new Set() };
  addPrograms(sightings, components, repositoryName);
  addServices(sightings, components);
  addContracts(contracts, components, repositoryName);
  for (const { consumer, provider, path } of sightings.pacts) {
    for (const name of [consumer, provider]) noted(componentNamed(name, components) ?? addComponent(name, components), path);
  }
  return components;
}

function addPrograms({ packages, services }: Sightings, components: Components, repositoryName: string): void {
  for (const one of packages) {
    if (one.kind === 'library') continue;
    const { folder, kind, path, port, fixedPort } = one;
    const known = [...new Set(services.filter((service) => service.folder === folder).map(({ name }) => name))];
    // Its neighbours know a program by the name of its service.
    const own = one.name ?? (folder === '' ? repositoryName : baseOf(folder));
    const component = addComponent(known.length === 1 ? (known[0] ?? own) : own, components, {
      folder,
      kind,
      start: startOf(one),
      fixedPort,
    });
    for (const alias of [...known, own, baseOf(folder)]) if (plainName(alias) !== '') component.aliases.add(plainName(alias));
    if (port !== undefined) component.ports.add(port);
    noted(component, path);
  }
}

/** The words of a command are parted at blanks, and no shell reads them. */
function startOf({ folder, script }: SeenPackage): string | undefined {
  if (script === undefined || /[^A-Za-z0-9_./@-]/.test(folder)) return undefined;
  return folder === '' ? `npm run ${script}` : `npm --prefix ${folder} run ${script}`;
}

/** What is built here is ours. Of images those are systems that are nobody's database or broker. */
function addServices({ services }: Sightings, components: Components): void {
  for (const { name, folder, image, path, ports } of services) {
    if (folder === undefined && (image === undefined || INFRASTRUCTURE.test(image))) continue;
    const known = components.all.find((one) => folder !== undefined && one.folder === folder) ?? componentNamed(name, components);
    const component = known ?? addComponent(name, components, { folder, kind: 'program' });
    component.aliases.add(plainName(name));
    component.aliases.delete('');
    for (const { published } of ports) if (published !== undefined) component.ports.add(published);
    noted(component, path);
  }
}

function addContracts(contracts: readonly JudgedContract[], components: Components, repositoryName: string): void {
  // A contract that can be used comes before one that cannot.
  const inOrder = [
    ...contracts.filter(({ contract }) => contract !== undefined),
    ...contracts.filter(({ contract }) => contract === undefined),
  ];
  const withoutTwins = inOrder.filter(({ problem }) => problem?.startsWith('says the same') !== true);
  const rest: JudgedContract[] = [];
  for (const one of withoutTwins) {
    const named = componentNamed(nameOfContract(one) ?? '', components);
    if (named !== undefined && isFree(named, one)) give(named, one);
    else rest.push(one);
  }
  for (const one of rest) {
    const around = homeOf(one, components);
    const isOnlyOne = rest.every((other) => other === one || slotOf(other) !== slotOf(one) || homeOf(other, components) !== around);
    if (around !== undefined && isOnlyOne && isFree(around, one)) give(around, one);
    else give(ownComponent(one, components, repositoryName), one);
  }
}

/** Two documents of one name are two versions of one system, or calls and events of one. */
function ownComponent(one: JudgedContract, components: Components, repositoryName: string): Component {
  const name = nameOfContract(one) ?? (one.kind === 'openapi' ? repositoryName : 'events');
  const known = componentNamed(name, components);
  if (known !== undefined && isFree(known, one)) return known;
  const version = versionInPath(one.path);
  return addComponent(known !== undefined && version !== undefined ? `${name}-${version}` : name, components);
}

/** The innermost program around a contract. A frontend has the contracts of those whom it calls. */
function homeOf({ path }: JudgedContract, { all }: Components): Component | undefined {
  return all
    .filter(({ folder, kind }) => folder !== undefined && kind !== 'frontend' && isWithin(path, folder))
    .sort((left, right) => (right.folder?.length ?? 0) - (left.folder?.length ?? 0))[0];
}

function slotOf({ kind }: JudgedContract): 'openapi' | 'asyncapi' {
  return kind === 'openapi' ? 'openapi' : 'asyncapi';
}

function isFree(component: Component, contract: JudgedContract): boolean {
  return component[slotOf(contract)] === undefined;
}

function give(component: Component, contract: JudgedContract): void {
  component[slotOf(contract)] = contract;
  noted(component, contract.path);
}

function noted({ sources }: Component, path: string): void {
  if (!sources.includes(path)) sources.push(path);
}

const INFRASTRUCTURE =
  /(?:^|\/)(?:postgres|postgis|timescaledb|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|kafka|cp-|zookeeper|redpanda|nats|mosquitto|emqx|elasticsearch|opensearch|kibana|grafana|prom|prometheus|jaeger|otel|opentelemetry|nginx|traefik|envoy|haproxy|caddy|minio|mailhog|mailpit|adminer|pgadmin|vault|consul|etcd|localstack|busybox|alpine|keycloak|clickhouse|cassandra|influxdb|selenium|all-in-one)/i;
