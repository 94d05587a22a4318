import type { CallState, Person } from "../../../sdk/index.ts";
import { mayShare } from "../../state/tiles.ts";

/** What oneself may do about a session. */
export interface Standing {
  readonly mayPresent: boolean;
  /** For everybody. */
  readonly mayEnd: boolean;
}

/**
 * What the group lets oneself do. While no host is there somebody stands in, so that the group has one; in a session that
 * is a viewer, who came to watch: only who is named as host or co-host presents where hosts alone may, and ends it.
 */
export function standingOf(state: Pick<CallState, "policy" | "role" | "people">): Standing {
  const { policy, role, people } = state;
  const self = people.find(({ isSelf }) => isSelf);
  const isNamed = self !== undefined && (policy?.named.includes(self.deviceFingerprint) ?? false);
  return {
    mayPresent: policy !== undefined && mayShare(state) && (isNamed || policy.share !== "hosts"),
    mayEnd: isNamed && role === "host",
  };
}

/**
 * What somebody does in a session. Who only stands in as the group's host, because no named one is there, watches as
 * before.
 */
export function doingOf(
  { screen, role, deviceFingerprint }: Pick<Person, "screen" | "role" | "deviceFingerprint">,
  policy: CallState["policy"],
): "presents" | "mayPresent" | "watches" {
  if (screen.on) return "presents";
  const isNamed = policy?.named.includes(deviceFingerprint) ?? false;
  return role !== "guest" && isNamed ? "mayPresent" : "watches";
}
