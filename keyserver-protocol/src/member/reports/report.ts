import { ByteReader, ByteWriter, SottoError } from "@sotto/shared/codec";
import { asEpoch, asParticipantId, type Epoch, type ParticipantId } from "@sotto/shared/ids";

/** One epoch as a member knows it. */
export interface ReportedEpoch {
  readonly epoch: Epoch;
  /** {@link reportedEpoch} of its authenticator, 32 bytes. */
  readonly hash: Uint8Array;
}

/** What a member says of its epochs on a way that the key server has no part in. */
export interface Report {
  readonly sender: ParticipantId;
  /** Higher than any before of this sender: an old one that is played again is told by it. */
  readonly number: number;
  /** Whether the sender has read all that the key server's log holds. */
  readonly isLive: boolean;
  /** Its last epochs, newest first. */
  readonly epochs: readonly ReportedEpoch[];
}

/** A member that is some rotations behind still shares one of these with the others. */
export const MAX_REPORTED_EPOCHS = 4;

const VERSION = 1;
const PARTICIPANT_ID_BYTES = 16;
const HASH_BYTES = 32;
const SIGNATURE_BYTES = 64;
const LIVE = 1;

/** Encodes what is signed. */
export function encodeReport(report: Report): Uint8Array {
  const writer = new ByteWriter()
    .u8(VERSION)
    .fixed(report.sender, PARTICIPANT_ID_BYTES)
    .u32(report.number)
    .u8(report.isLive ? LIVE : 0)
    .u8(report.epochs.length);
  for (const { epoch, hash } of report.epochs) writer.u64(epoch).fixed(hash, HASH_BYTES);
  return writer.finish();
}

/** Takes a signed report apart. Throws SottoError "report/invalid", "ids/range" or CodecError. */
export function decodeSignedReport(bytes: Uint8Array): {
  readonly report: Report;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
} {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== VERSION) throw invalid("another version");
  const sender = asParticipantId(reader.fixed(PARTICIPANT_ID_BYTES));
  const number = reader.u32();
  const flags = reader.u8();
  if (flags > LIVE) throw invalid("unknown flags");
  const count = reader.u8();
  if (count < 1 || count > MAX_REPORTED_EPOCHS) throw invalid("too many epochs, or none");
  const epochs = Array.from({ length: count }, (): ReportedEpoch => {
    const epoch = asEpoch(Number(reader.u64()));
    return { epoch, hash: reader.fixed(HASH_BYTES) };
  });
  if (epochs.some(({ epoch }, index) => index > 0 && epoch >= (epochs[index - 1]?.epoch ?? 0))) {
    throw invalid("epochs out of order");
  }
  const signature = reader.fixed(SIGNATURE_BYTES);
  reader.end();
  const signed = bytes.slice(0, bytes.length - SIGNATURE_BYTES);
  return { report: { sender, number, isLive: flags === LIVE, epochs }, signed, signature };
}

function invalid(message: string): SottoError {
  return new SottoError("report/invalid", message);
}
