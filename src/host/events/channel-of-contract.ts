import type { Contract } from '../../contract/contract.js';
import { matchAddress } from '../../wire/channel-address.js';
import { channelFromTarget } from './channel-from-target.js';

/**
 * Which address of a contract the target of a request means: `/orders/17` is `orders/17`, or `/orders/17` where addresses are written with a slash;
 * both also below `/channels`.
 *
 * @param contract - of events
 * @returns told a target, `undefined` for what is no channel of it
 */
export function channelOfContract({ channels }: Contract): (target: string) => string | undefined {
  const has = (address: string): boolean => channels.some((channel) => matchAddress(channel, address) !== undefined);
  return (target) => {
    const path = channelFromTarget(target);
    if (path === undefined) return undefined;
    const below = path.startsWith(FOLDER) ? [path.slice(FOLDER.length)] : [];
    return [...below, path].flatMap((address) => [address, `/${address}`]).find(has);
  };
}

const FOLDER = 'channels/';
