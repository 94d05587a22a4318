/** HPKE (RFC 9180) for the suites of calls. */
export { dhkem } from "./dhkem.ts";
export { makeHpke, type Symmetric } from "./hpke.ts";
export type { Kem } from "./kem.ts";
export { loadAgreement, portableAgreement, publicKeyOf, type Agreement } from "./x25519.ts";
export { xwing } from "./xwing.ts";
