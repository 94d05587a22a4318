import type { CrossSignature, DeviceKey, PolicySettings, SuiteName } from "../api.ts";

/** What a simulated member is. */
export interface SimulatedMemberOptions {
  readonly name: string;
  readonly device: DeviceKey;
  readonly crossSignatures: readonly CrossSignature[];
  readonly tabSecret: Uint8Array;
  readonly rotateMs: number;
  readonly suite: SuiteName;
  /** What a call that it creates begins with. */
  readonly policy: Partial<PolicySettings>;
  /** Whether it leaves the beginning of a call to others. */
  readonly waitForCall: boolean;
  /** How far this member's clock is off. */
  readonly clockErrorMs: number;
}
