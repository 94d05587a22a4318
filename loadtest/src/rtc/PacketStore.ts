/** Packets kept of each source: half a second of the fastest layer. */
const KEPT = 256;

/** What was sent lately, to be sent again when it is asked for (RFC 4585 §6.2.1). */
export class PacketStore {
  readonly #sent = new Map<number, (Buffer | undefined)[]>();

  keep(ssrc: number, packet: Buffer): void {
    // RTCP has no sequence number, and is not asked for.
    if (isControl(packet)) return;
    let ring = this.#sent.get(ssrc);
    if (ring === undefined)
      this.#sent.set(ssrc, (ring = new Array<Buffer | undefined>(KEPT).fill(undefined)));
    ring[packet.readUInt16BE(2) % KEPT] = packet;
  }

  /** The packet with this sequence number, if it is still there. */
  find(ssrc: number, sequence: number): Buffer | undefined {
    const packet = this.#sent.get(ssrc)?.[sequence % KEPT];
    return packet?.readUInt16BE(2) === sequence ? packet : undefined;
  }
}

/** Whether a packet of a connection that carries both is RTCP (RFC 5761 §4). */
export function isControl(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}
