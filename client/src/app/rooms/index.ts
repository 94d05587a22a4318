/** The calls that were joined on this device: kept here, sealed, until they are forgotten. */
export { openVault } from "./openVault.ts";
export { RecentRooms, type Vault } from "./RecentRooms.ts";
