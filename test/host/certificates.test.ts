import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createCertificates } from '../../src/host/certificates.js';
import { machineClock } from '../../src/host/machine-clock.js';

describe('the certificates of an authority of our own', () => {
  it.each([
    ['nothing but zeros', [0, 0, 0]],
    ['a zero before a low byte', [0, 0x7f, 1]],
    ['a zero before a high byte', [0, 0x80, 1]],
    ['a high byte', [0xff, 0xff, 0xff]],
  ])('can be used whatever their serial numbers are drawn as: %s', async (_, begin) => {
    const draw = (count: number): Buffer => Buffer.concat([Buffer.from(begin), Buffer.alloc(count)]).subarray(0, count);
    const certificates = await createCertificates(['localhost'], machineClock.nowMs(), draw);
    const { key, cert } = certificates.serverCertificate(undefined);
    expect(() => createSecureContext({ key, cert, ca: certificates.authority })).not.toThrow();
    const { serialNumber } = new X509Certificate(cert);
    expect(serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});
