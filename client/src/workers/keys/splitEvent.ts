import type { MemberEvent } from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import type { FromKeys, KeysToFrames } from "../protocol.ts";
import { asDataMessage } from "./data/index.ts";
import { deviceFingerprint } from "./fingerprint.ts";
import { toPageHosting } from "./hosting.ts";

/** What a member's event becomes: at most one message for each side. Only `toFrames` ever holds a key. */
export interface SplitEvent {
  readonly toPage?: FromKeys;
  readonly toFrames?: KeysToFrames;
}

/**
 * Splits an event between the page and the frame worker. The base key's buffer in `toFrames` is a copy of its own.
 * @param rotateMs how often the call means to change keys, ms
 */
export function splitEvent(event: MemberEvent, rotateMs: number): SplitEvent {
  switch (event.type) {
    case "phase": {
      const { phase, error } = event;
      if (error === undefined) return { toPage: { type: "phase", phase } };
      return { toPage: { type: "phase", phase, error: { code: error.code, message: error.message } } };
    }
    case "call":
      return {
        toPage: {
          type: "call",
          sfuCallId: toBase64Url(event.sfuCallId),
          sfuAdmission: toBase64Url(event.sfuAdmission),
          participantKey: toBase64Url(event.participantId),
        },
      };
    case "epoch":
      return {
        toFrames: {
          type: "epoch",
          epoch: event.epoch,
          cause: event.cause,
          suite: event.sframeSuite,
          baseKey: new Uint8Array(event.baseKey).buffer,
          rotateMs,
          selfLeaf: event.selfLeaf,
          members: event.roster.map((entry) => [entry.leaf, toBase64Url(entry.participantId)] as const),
        },
        toPage: {
          type: "epoch",
          number: event.epoch,
          since: event.at,
          callCode: event.callCode,
          sfuCapability: toBase64Url(event.sfuCapability),
          roster: event.roster.map((entry) => ({
            leaf: entry.leaf,
            participantKey: toBase64Url(entry.participantId),
            displayName: entry.displayName,
            deviceFingerprint: deviceFingerprint(entry.devicePublicKey),
            isSelf: entry.isSelf,
            role: entry.role,
          })),
        },
      };
    case "app":
      return {
        toPage: {
          type: "app",
          participantKey: toBase64Url(event.participantId),
          message: event.message,
        },
      };
    case "health": {
      const { state, reason } = event;
      return { toPage: { type: "health", state, ...(reason === undefined ? {} : { reason }) } };
    }
    case "integrity": {
      const { state, reporter } = event;
      const participantKey = reporter === undefined ? undefined : toBase64Url(reporter);
      return {
        toPage: { type: "integrity", state, ...(participantKey !== undefined && { participantKey }) },
      };
    }
    case "reached":
      return { toFrames: { type: "reached", epoch: event.epoch } };
    case "report":
      return {
        toPage: { type: "toSend", bytes: asDataMessage("report", event.sealed), lossy: false, to: null },
      };
    case "policy":
    case "knocks":
    case "lobby":
    case "refused": {
      const toPage = toPageHosting(event);
      return toPage === undefined ? {} : { toPage };
    }
  }
}
