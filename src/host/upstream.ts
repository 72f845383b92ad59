import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createByteReader, type ByteReader } from './byte-reader.js';

/** The provider's side of one connection. */
export interface Upstream {
  readonly socket: Socket;
  readonly reader: ByteReader;
  /** Whether a connection was made at all; resolves when that is known. */
  readonly isConnected: Promise<boolean>;
  /** Whether the provider reset it instead of ending it. */
  wasReset(): boolean;
}

/** Where a provider listens. */
export interface UpstreamTarget {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
}

/**
 * The target of an address.
 *
 * @param url - `http://` or `https://`; path and query are not looked at
 */
export function targetFromUrl(url: string): UpstreamTarget {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { isTls, host, port: port === '' ? (isTls ? 443 : 80) : Number(port) };
}

/**
 * The head of a request as the provider is to hear it: on another machine it may serve many names, and `Host` must be one of them.
 *
 * @param head - up to and with the empty line
 * @returns the same bytes for a provider of this machine
 * @see RFC 9110 §7.2
 */
export function headFor({ host, port, isTls }: UpstreamTarget, head: Uint8Array): Uint8Array {
  if (LOOPBACK.test(host)) return head;
  const name = host.includes(':') ? `[${host}]` : host;
  const authority = port === (isTls ? 443 : 80) ? name : `${name}:${port}`;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  return Buffer.from(
    text.replace(/\nhost:[^\r\n]*/i, (field) => `${field.slice(0, 'nhost:'.length)} ${authority}`),
    'latin1',
  );
}

const LOOPBACK = /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i;

/**
 * Begins to connect to a provider.
 *
 * @param target - where it listens
 * @param nowMs - the time that what it sends is stamped with
 */
export function openUpstream({ isTls, host, port }: UpstreamTarget, nowMs: () => number): Upstream {
  const socket = isTls
    ? connectTls({ host, port, servername: host, ALPNProtocols: ['http/1.1'] })
    : connect({ host, port, allowHalfOpen: true, noDelay: true });
  let isReset = false;
  // `close` follows and tells the rest.
  socket.on('error', () => {
    isReset = true;
  });
  const isConnected = new Promise<boolean>((resolve) => {
    socket.once(isTls ? 'secureConnect' : 'connect', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  return { socket, reader: createByteReader(socket, nowMs), isConnected, wasReset: () => isReset };
}
