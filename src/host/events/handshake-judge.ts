import type { Contract } from '../../contract/contract.js';
import { matchAddress } from '../../wire/channel-address.js';
import type { Handshake, HandshakeProblem } from '../../wire/judge-handshake.js';
import { judgeHandshake } from '../../wire/judge-handshake.js';

/**
 * The judge of handshakes at the channels of a contract; of a channel that it does not have it says nothing.
 *
 * @param contract - of events
 */
export function handshakeJudge(contract: Contract): (address: string, handshake: Handshake) => readonly HandshakeProblem[] {
  return (address, handshake) => {
    const channel = contract.channels.find((one) => matchAddress(one, address) !== undefined);
    return channel === undefined ? [] : judgeHandshake(handshake, channel, contract);
  };
}

/**
 * Whether anything of a contract flows over WebSockets, as far as it says.
 *
 * @param contract - of events
 */
export function speaksWebSocket({ channels, servers }: Contract): boolean {
  return servers.some(({ protocol }) => protocol === 'ws' || protocol === 'wss') || channels.some(({ bindings }) => bindings.has('ws'));
}
