import type { IClientOptions, MqttClient } from 'mqtt';
import type { Random } from '../base/random.js';
import { type ClientErrors, clientErrors } from './client-errors.js';
import { peerPackage } from './peer-package.js';

/** How connections to one MQTT broker are made. */
export interface MqttLink {
  readonly version: 4 | 5;
  readonly errors: ClientErrors;
  /** An id that nobody else has. */
  freshId(): string;
  /**
   * @param options - beside address and version
   * @param prepare - told of the client before it connects
   * @returns connected
   * @throws HostError `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when it does not let us in
   */
  connect(options: IClientOptions, prepare?: (client: MqttClient) => void): Promise<MqttClient>;
}

/**
 * No connection yet.
 *
 * @param url - `mqtt://user:password@host:port?version=5`, or `mqtts:`; version 3.1.1 unless said
 * @param random - chance of ids
 * @throws HostError `E_PACKAGE_MISSING` without `mqtt`
 */
export async function openMqttLink(url: string, random: Random): Promise<MqttLink> {
  const library = await peerPackage(import('mqtt'), { package: 'mqtt@5', purpose: 'mqtt: URLs' });
  const errors = clientErrors(url);
  const address = new URL(url);
  const version = address.searchParams.get('version') === '5' ? 5 : 4;
  address.search = '';

  const connect = async (options: IClientOptions, prepare?: (client: MqttClient) => void): Promise<MqttClient> => {
    const client = library.connect(address.href, {
      protocolVersion: version,
      manualConnect: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      ...options,
    });
    prepare?.(client);
    try {
      await firstConnection(client);
    } catch (cause) {
      client.end(true);
      // A reason of the protocol: the broker is there and said no.
      throw hasReasonCode(cause) ? errors.refused('connections', cause) : errors.lost(cause);
    }
    return client;
  };

  const freshId = (): string => `mortise-${Math.floor(random.next() * 2 ** 48).toString(36)}`;
  return { version, errors, freshId, connect };
}

function firstConnection(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastError: unknown = new Error('the connection was closed');
    // Stays: an error that nobody listens to would end the process.
    client.on('error', (error) => {
      lastError = error;
      reject(error);
    });
    client.once('connect', () => resolve());
    client.once('close', () => reject(lastError));
    client.connect();
  });
}

function hasReasonCode(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number';
}

const CONNECT_TIMEOUT_MS = 10_000;
