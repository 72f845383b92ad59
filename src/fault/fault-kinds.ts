import { badChunk } from './framing/bad-chunk.js';
import { badGzip } from './framing/bad-gzip.js';
import { closeIdle } from './framing/close-idle.js';
import { corrupt } from './framing/corrupt.js';
import { dribble } from './framing/dribble.js';
import { emptyReply } from './framing/empty-reply.js';
import { garbage } from './framing/garbage.js';
import { malformedJson } from './framing/malformed-json.js';
import { schemaInvalid } from './framing/schema-invalid.js';
import { slowFirstByte } from './framing/slow-first-byte.js';
import { stall } from './framing/stall.js';
import { truncate } from './framing/truncate.js';
import { wrongContentType } from './framing/wrong-content-type.js';
import type { FaultKind } from './fault.js';
import { authExpiry } from './meaning/auth-expiry.js';
import { brownout } from './meaning/brownout.js';
import { burst } from './meaning/burst.js';
import { degrade } from './meaning/degrade.js';
import { failFirst } from './meaning/fail-first.js';
import { flap } from './meaning/flap.js';
import { idempotency } from './meaning/idempotency.js';
import { lateResponse } from './meaning/late-response.js';
import { lostResponse } from './meaning/lost-response.js';
import { maintenance } from './meaning/maintenance.js';
import { noop } from './meaning/noop.js';
import { outage } from './meaning/outage.js';
import { overload } from './meaning/overload.js';
import { partialSuccess } from './meaning/partial-success.js';
import { quota } from './meaning/quota.js';
import { rateLimit } from './meaning/rate-limit.js';
import { redirectLoop } from './meaning/redirect-loop.js';
import { staleRead } from './meaning/stale-read.js';
import { status } from './meaning/status.js';
import { brokerDown } from './message/broker-down.js';
import { delayMessage } from './message/delay-message.js';
import { dropAck } from './message/drop-ack.js';
import { duplicate } from './message/duplicate.js';
import { lose } from './message/lose.js';
import { nack } from './message/nack.js';
import { poison } from './message/poison.js';
import { redeliver } from './message/redeliver.js';
import { reorder } from './message/reorder.js';
import { truncatePayload } from './message/truncate-payload.js';
import { versionSkew } from './message/version-skew.js';
import { acceptReset } from './tcp/accept-reset.js';
import { bandwidth } from './tcp/bandwidth.js';
import { blackhole } from './tcp/blackhole.js';
import { byteLimit } from './tcp/byte-limit.js';
import { down } from './tcp/down.js';
import { halfClose } from './tcp/half-close.js';
import { latency } from './tcp/latency.js';
import { partition } from './tcp/partition.js';
import { resetAfter } from './tcp/reset-after.js';
import { slicer } from './tcp/slicer.js';
import { slowClose } from './tcp/slow-close.js';
import { certificate } from './tls/certificate.js';

/** Every kind of fault, by group: what HTTP means, how it is framed, messages, what carries it all, and TLS. */
export const FAULT_KINDS: readonly FaultKind[] = [
  noop,
  status,
  burst,
  rateLimit,
  quota,
  outage,
  failFirst,
  degrade,
  flap,
  brownout,
  maintenance,
  idempotency,
  staleRead,
  partialSuccess,
  lostResponse,
  lateResponse,
  authExpiry,
  redirectLoop,
  overload,
  slowFirstByte,
  dribble,
  stall,
  truncate,
  badChunk,
  garbage,
  emptyReply,
  corrupt,
  malformedJson,
  schemaInvalid,
  wrongContentType,
  badGzip,
  closeIdle,
  lose,
  duplicate,
  reorder,
  delayMessage,
  dropAck,
  nack,
  redeliver,
  poison,
  truncatePayload,
  versionSkew,
  brokerDown,
  down,
  blackhole,
  acceptReset,
  resetAfter,
  halfClose,
  slowClose,
  latency,
  bandwidth,
  slicer,
  byteLimit,
  partition,
  certificate,
];
