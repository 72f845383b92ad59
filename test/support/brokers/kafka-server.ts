import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../../../src/host/free-port.js';
import { accepts, missingServer, type PrivateServer, startPrivateServer } from './private-server.js';

/** Where `.ci/brokers` puts the jars of Kafka. */
const JARS =
  process.env['MORTISE_KAFKA_JARS'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'mortise', 'kafka-3.9.1');

/** Small, and quick to start: what it runs is a test. */
const JAVA = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(JARS, '*')];

/** Why Kafka cannot be started here; see {@link missingServer}. */
export function missingKafka(): string | undefined {
  const missing = missingServer('java');
  if (missing !== undefined) return missing;
  if (existsSync(JARS) && readdirSync(JARS).some((name) => name.startsWith('kafka_'))) return undefined;
  const reason = `the jars of Kafka are not in ${JARS} (bash .ci/brokers fetches them)`;
  if (process.env['MORTISE_REQUIRE_BROKERS'] === '1') throw new Error(`${reason}, and MORTISE_REQUIRE_BROKERS=1 requires them`);
  console.info(`skipped: ${reason}`);
  return reason;
}

/** A Kafka of one node of its own. */
export async function startKafka(): Promise<PrivateServer> {
  const controllerPort = await freePort();
  return startPrivateServer({
    program: 'java',
    args: ({ port, folder }) => [...JAVA, 'kafka.Kafka', settingsFile({ port, folder, controllerPort })],
    isReady: answers,
    startTimeoutMs: 150_000,
  });
}

/** Written, and the folder of data prepared, before the first start. */
function settingsFile(place: { readonly port: number; readonly folder: string; readonly controllerPort: number }): string {
  const file = join(place.folder, 'server.properties');
  if (existsSync(file)) return file;
  writeFileSync(file, settings(place));
  const format = ['kafka.tools.StorageTool', 'format', '--cluster-id', 'MkU3OEVBNTcwNTJENDM2Qk', '--config', file];
  const { status, stderr } = spawnSync('java', [...JAVA, ...format], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the folder of Kafka could not be prepared: ${stderr}`);
  return file;
}

function settings({
  port,
  folder,
  controllerPort,
}: {
  readonly port: number;
  readonly folder: string;
  readonly controllerPort: number;
}): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${join(folder, 'data')}
message.max.bytes=4194304
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.cleaner.enable=false
num.network.threads=1
num.io.threads=2
background.threads=1
`;
}

/** It accepts connections before it knows that it is the controller and has its topics. */
async function answers(port: number): Promise<boolean> {
  if (!(await accepts(port))) return false;
  // Each question costs a program that is still busy starting.
  await delay(200);
  const admin = new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  try {
    await admin.connect();
    await admin.listTopics();
    await admin.fetchOffsets({ groupId: 'mortise-ready', topics: [] }).catch(() => undefined);
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
