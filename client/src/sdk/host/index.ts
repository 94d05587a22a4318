/** Hosts: what they can do, and what is shown of the lobby and of what is allowed in the call. */
export type {
  BannedDevice,
  CallPolicy,
  LobbyState,
  PolicyChange,
  PolicySettings,
  Role,
  WaitingPerson,
} from "../../workers/hosting.ts";
export type { HostFacet } from "./HostFacet.ts";
export { isAboutMeeting, Meeting } from "./Meeting.ts";
