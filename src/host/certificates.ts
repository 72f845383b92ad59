import { Buffer } from 'node:buffer';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { pki } from 'node-forge';
import type { CertificateFlaw } from '../fault/fault.js';

/** What a TLS server shows. Both are PEM. */
export interface ServerCertificate {
  readonly key: string;
  /** The server's own, then the authority's. */
  readonly cert: string;
}

/** An authority of our own, and the certificates it gives out: sound ones, and those with a flaw. Nothing of it outlives the process. */
export interface Certificates {
  /** PEM; who trusts it accepts the sound certificate and none of the others. */
  readonly authority: string;
  /** @param flaw - `undefined`: sound. A handshake that is cut needs none */
  serverCertificate(flaw: CertificateFlaw | undefined): ServerCertificate;
}

/**
 * A new authority.
 *
 * @param hosts - names and addresses that the certificates are for: `localhost`, `127.0.0.1`
 * @param nowMs - of the machine's clock, since 1970
 * @param drawBytes - what serial numbers are drawn by
 * @see RFC 5280 §4.1.2.5 (validity), RFC 6125 §6.4 (names)
 */
export async function createCertificates(
  hosts: readonly string[],
  nowMs: number,
  drawBytes: (count: number) => Buffer = randomBytes,
): Promise<Certificates> {
  const { default: forge } = await import('node-forge');
  const newKeys = (): Keys => keysFrom(forge);
  const issue = (issued: Omit<Issued, 'serialNumber'>): string =>
    forge.pki.certificateToPem(signedCertificate(forge, { ...issued, serialNumber: serialNumberFrom(drawBytes(SERIAL_BYTES)) }));
  const authority = { ...newKeys(), name: 'Mortise test authority' };
  const stranger = { ...newKeys(), name: 'Nobody that is trusted' };
  const server = newKeys();
  const rootOf = (issuer: Issuer): string =>
    issue({ issuer, keys: issuer, name: issuer.name, hosts: undefined, fromMs: nowMs - YEAR_MS, toMs: nowMs + 10 * YEAR_MS });
  const authorityPem = rootOf(authority);
  const known = new Map<CertificateFlaw | undefined, ServerCertificate>();

  const serverCertificate = (flaw: CertificateFlaw | undefined): ServerCertificate => {
    const before = known.get(flaw);
    if (before !== undefined) return before;
    const issuer = flaw === 'untrusted' ? stranger : authority;
    const cert = issue({
      issuer,
      keys: server,
      name: hosts[0] ?? 'localhost',
      hosts: flaw === 'wrong-host' ? ['wrong-host.invalid'] : hosts,
      fromMs: flaw === 'not-yet-valid' ? nowMs + YEAR_MS : nowMs - YEAR_MS,
      toMs: flaw === 'expired' ? nowMs - DAY_MS : nowMs + 2 * YEAR_MS,
    });
    const made = { key: server.pem, cert: `${cert}${flaw === 'untrusted' ? rootOf(stranger) : authorityPem}` };
    known.set(flaw, made);
    return made;
  };
  return { authority: authorityPem, serverCertificate };
}

interface Keys {
  readonly pem: string;
  readonly privateKey: pki.rsa.PrivateKey;
  readonly publicKey: pki.rsa.PublicKey;
}

interface Issuer extends Keys {
  readonly name: string;
}

interface Issued {
  readonly serialNumber: Buffer;
  readonly issuer: Issuer;
  readonly keys: Keys;
  readonly name: string;
  /** `undefined` for an authority. */
  readonly hosts: readonly string[] | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Made by OpenSSL: in JavaScript it takes seconds. */
function keysFrom({ pki }: Forge): Keys {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const privateKey = pki.privateKeyFromPem(pem);
  return { pem, privateKey, publicKey: pki.setRsaPublicKey(privateKey.n, privateKey.e) };
}

function signedCertificate(forge: Forge, { serialNumber, issuer, keys, name, hosts, fromMs, toMs }: Issued): pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = serialNumber.toString('hex');
  certificate.validity.notBefore = new Date(fromMs);
  certificate.validity.notAfter = new Date(toMs);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer.name }]);
  certificate.setExtensions(hosts === undefined ? AUTHORITY_EXTENSIONS : serverExtensions(hosts));
  certificate.sign(issuer.privateKey, forge.md.sha256.create());
  return certificate;
}

/**
 * With its highest bit set a number would be negative, and one that begins with nothing is written in a way that OpenSSL refuses.
 *
 * @see RFC 5280 §4.1.2.2, X.690 §8.3.2
 */
function serialNumberFrom(drawn: Buffer): Buffer {
  const [first = 0, ...rest] = drawn;
  return Buffer.from([(first & 0x3f) | 0x40, ...rest]);
}

function serverExtensions(hosts: readonly string[]): object[] {
  const altNames = hosts.map((host) => (isIP(host) === 0 ? { type: DNS_NAME, value: host } : { type: IP_ADDRESS, ip: host }));
  return [
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames },
  ];
}

type Forge = typeof import('node-forge');

const AUTHORITY_EXTENSIONS: object[] = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];
/** GeneralName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;
const IP_ADDRESS = 7;
const SERIAL_BYTES = 16;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
