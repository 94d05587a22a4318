/** Transport-layer and payload-specific feedback, and sender reports (RFC 3550 §6.4.1, RFC 4585 §6). */
const SENDER_REPORT = 200;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;
/** Seconds from 1900 to 1970. */
const NTP_OFFSET = 2_208_988_800;
/** Sequence numbers that one entry of a generic NACK names. */
const PER_ENTRY = 17;

/** The packets of a compound packet (RFC 3550 §6.1); what follows a broken length is left out. */
export function rtcpPackets(compound: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 4 <= compound.length;) {
    const end = at + 4 * (compound.readUInt16BE(at + 2) + 1);
    if (end > compound.length) break;
    packets.push(compound.subarray(at, end));
    at = end;
  }
  return packets;
}

/** The source that a picture loss indication or full intra request (RFC 5104 §4.3.1) asks a key frame of. */
export function keyFrameAskedOf(packet: Buffer): number | undefined {
  if (packet[1] !== PAYLOAD_FEEDBACK || packet.length < 12) return undefined;
  const format = (packet[0] ?? 0) & 0x1f;
  if (format === 1) return packet.readUInt32BE(8);
  return format === 4 && packet.length >= 16 ? packet.readUInt32BE(12) : undefined;
}

/** What a generic NACK (RFC 4585 §6.2.1) says is missing. */
export function lostOf(packet: Buffer): { readonly ssrc: number; readonly sequences: number[] } | undefined {
  if (packet[1] !== TRANSPORT_FEEDBACK || ((packet[0] ?? 0) & 0x1f) !== 1 || packet.length < 16)
    return undefined;
  const sequences: number[] = [];
  for (let at = 12; at + 4 <= packet.length; at += 4) {
    const first = packet.readUInt16BE(at);
    const following = packet.readUInt16BE(at + 2);
    sequences.push(first);
    for (let bit = 0; bit < PER_ENTRY - 1; bit++) {
      if ((following & (1 << bit)) !== 0) sequences.push((first + bit + 1) % 0x10000);
    }
  }
  return { ssrc: packet.readUInt32BE(8), sequences };
}

/** A generic NACK for these sequence numbers, which are in order. */
export function nack(ssrc: number, sequences: readonly number[]): Buffer {
  const entries: { first: number; following: number }[] = [];
  for (const sequence of sequences) {
    const last = entries.at(-1);
    const behind = last === undefined ? PER_ENTRY : (sequence - last.first + 0x10000) % 0x10000;
    if (last !== undefined && behind > 0 && behind < PER_ENTRY) last.following |= 1 << (behind - 1);
    else entries.push({ first: sequence, following: 0 });
  }
  const packet = Buffer.alloc(12 + 4 * entries.length);
  packet.writeUInt8(0x81, 0);
  packet.writeUInt8(TRANSPORT_FEEDBACK, 1);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(1, 4);
  packet.writeUInt32BE(ssrc, 8);
  entries.forEach(({ first, following }, index) => {
    packet.writeUInt16BE(first, 12 + 4 * index);
    packet.writeUInt16BE(following, 14 + 4 * index);
  });
  return packet;
}

/** A sender report, which the server needs to switch between layers in step. @param now ms since 1970 */
export function senderReport(
  ssrc: number,
  now: number,
  rtpTime: number,
  sent: { readonly packets: number; readonly bytes: number },
): Buffer {
  const report = Buffer.alloc(28);
  report.writeUInt8(0x80, 0);
  report.writeUInt8(SENDER_REPORT, 1);
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  const seconds = now / 1_000;
  report.writeUInt32BE(Math.floor(seconds) + NTP_OFFSET, 8);
  report.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
  report.writeUInt32BE(rtpTime, 16);
  report.writeUInt32BE(sent.packets % 2 ** 32, 20);
  report.writeUInt32BE(sent.bytes % 2 ** 32, 24);
  return report;
}
