import type { Broker } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import type { Handshake, HandshakeProblem } from '../../wire/judge-handshake.js';
import { ANY_BROKER_VARIABLE, ANY_WEBSOCKET_VARIABLE, brokerVariable, webSocketVariable } from '../broker-variable.js';
import { machineClock } from '../machine-clock.js';
import { channelOfContract } from './channel-of-contract.js';
import { speaksWebSocket } from './handshake-judge.js';
import { startMqttDoor } from './mqtt-door.js';
import { startWebSocketDoor } from './websocket-door.js';

/** The doors of one program to the broker of one system. */
export interface ProgramDoors {
  /** What the program finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ProgramDoorsOptions {
  /** Whose events flow there. */
  readonly system: string;
  /** Of events; `undefined` when nobody read it. */
  readonly contract: Contract | undefined;
  /** What is wrong with a WebSocket's handshake. Default: nothing. */
  readonly judge?: ((channel: string, handshake: Handshake) => readonly HandshakeProblem[]) | undefined;
}

/**
 * Opens a door of MQTT to a connection, and one of WebSockets where the contract speaks of them.
 *
 * @param broker - the program's own connection
 * @param options - whose broker it is
 * @throws HostError `E_PACKAGE_MISSING` without `aedes`, `E_LISTEN`
 */
export async function openProgramDoors(broker: Broker, { system, contract, judge }: ProgramDoorsOptions): Promise<ProgramDoors> {
  const place = { host: '127.0.0.1', port: 0 };
  const mqtt = await startMqttDoor(broker, place);
  const environment = { [ANY_BROKER_VARIABLE]: mqtt.url, [brokerVariable(system)]: mqtt.url };
  if (contract === undefined || !speaksWebSocket(contract)) return { environment, close: mqtt.close };
  const channelOf = channelOfContract(contract);
  const socket = await startWebSocketDoor(broker, { ...place, clock: machineClock, channelOf, judge });
  return {
    environment: { ...environment, [ANY_WEBSOCKET_VARIABLE]: socket.url, [webSocketVariable(system)]: socket.url },
    close: async () => {
      await socket.close();
      await mqtt.close();
    },
  };
}
