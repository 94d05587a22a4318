/** Addresses and times fixed when the client is built or served. */
interface SottoConfig {
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
  readonly rotateSeconds: number;
  /** The forwarding server names relays, so that hiding one's address can be offered. */
  readonly relays: boolean;
  /** Origins of the pages that may embed calls. */
  readonly embedOrigins: readonly string[];
}

declare const __SOTTO_CONFIG__: SottoConfig;

export const config: SottoConfig = __SOTTO_CONFIG__;
