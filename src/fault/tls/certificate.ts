import type { CertificateFlaw } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { choiceOf, settingsSchema } from '../setting.js';

/** @see https://www.rfc-editor.org/rfc/rfc9525 */
export const certificate = statelessKind<CertificateFlaw>({
  kind: 'certificate',
  group: 'tls',
  summary: 'The certificate that is shown is expired, not valid yet, for another host, of nobody one trusts, or the handshake is cut',
  schema: settingsSchema({ flaw: { enum: ['expired', 'not-yet-valid', 'wrong-host', 'untrusted', 'handshake-cut'] } }),
  settingsFrom: (json) => choiceOf(json['flaw'], ['expired', 'not-yet-valid', 'wrong-host', 'untrusted', 'handshake-cut']),
  certificate: (flaw) => flaw,
});
