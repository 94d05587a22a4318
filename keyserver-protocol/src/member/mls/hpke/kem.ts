import type { KeyPair } from "./x25519.ts";

/** A key encapsulation mechanism as HPKE uses one, RFC 9180 §4. Keys are bytes; private ones hold what saves time. */
export interface Kem {
  /** Number in the HPKE registry of KEMs. */
  readonly id: number;
  deriveKeyPair(ikm: Uint8Array): KeyPair;
  /** A private key as it is stored elsewhere (RFC 9180 §7.1.1) in the form used here. Throws for another length. */
  expandPrivateKey(bytes: Uint8Array): Uint8Array;
  /** Throws if the public key is not one. */
  encapsulate(publicKey: Uint8Array): Promise<{ secret: Uint8Array; enc: Uint8Array }>;
  decapsulate(privateKey: Uint8Array, enc: Uint8Array): Promise<Uint8Array>;
}
