import type { Quantiles } from "../measure/index.ts";

/** One second of a run. */
export interface Moment {
  /** Since the first arrival, s. */
  readonly at: number;
  readonly joined: number;
  readonly framesPerSecond: number;
  readonly lostPerSecond: number;
  readonly delayP95: number | undefined;
  readonly mbitPerSecond: number;
  /** Cores, by server. */
  readonly cores: Readonly<Record<string, number>>;
}

/** What a server process took. */
export interface ServerUsage {
  readonly name: string;
  /** While all were there: processor seconds per second. */
  readonly cores: number;
  readonly memoryMiB: number;
}

/** What the load tester itself took, once all had arrived where nothing else is said. */
export interface TesterUsage {
  readonly cores: number;
  /** By how much media were late, ms. */
  readonly lateP95: number | undefined;
  /** By how much the threads of keys were. */
  readonly keysLateP95: number | undefined;
  /** Share of the machine that was busy while people arrived, 0 to 1, whoever took it. */
  readonly arrivalBusy: number;
  readonly busy: number;
}

/** What came of a load test. Times in ms. */
export interface Results {
  readonly about: string;
  readonly seconds: number;
  readonly people: {
    readonly planned: number;
    readonly joined: number;
    readonly failures: Readonly<Record<string, number>>;
  };
  /** From opening the link until media can flow both ways. */
  readonly joinMs: Quantiles;
  /** Until a member of the group. */
  readonly memberMs: Quantiles;
  /** Until the first frame of somebody else is opened. */
  readonly firstFrameMs: Quantiles;
  /** From a commit's sending until the first other member has the key; of commits after the last arrival. */
  readonly firstKeyMs: Quantiles;
  /** Until the last member has it. */
  readonly epochKeyMs: Quantiles;
  /** Until the last member sends with it. */
  readonly epochChangeMs: Quantiles;
  readonly removalMs: Quantiles;
  /** Commits whose epoch somebody who was there never reached. */
  readonly incompleteEpochs: number;
  /** From a break of the network until media flow again. */
  readonly backMs: Quantiles;
  /** From the making of a frame to its opening by the receiver. */
  readonly delayMs: Quantiles;
  readonly frames: {
    readonly sent: number;
    readonly received: number;
    readonly lost: number;
    readonly lossPercent: number;
    readonly decryptFailures: number;
    readonly unknownEpoch: number;
    readonly misattributed: number;
    readonly foreign: number;
  };
  readonly traffic: {
    readonly bytesSent: number;
    readonly bytesReceived: number;
    readonly packetsSent: number;
    readonly packetsReceived: number;
    readonly repaired: number;
  };
  /** Bytes between one member and the key server, both ways. */
  readonly keyBytesPerMinute: number | undefined;
  readonly servers: readonly ServerUsage[];
  readonly tester: TesterUsage & { readonly limits: readonly string[] };
  readonly browsers?: {
    readonly joined: number;
    readonly joinMs: Quantiles;
    readonly decodedPerSecond: number;
  };
  readonly timeline: readonly Moment[];
}
