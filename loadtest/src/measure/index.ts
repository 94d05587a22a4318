/** Counting and summing up. */
export { Histogram, type HistogramData } from "./Histogram.ts";
export { type Quantiles, quantilesOf } from "./quantiles.ts";
export { EpochWatch } from "./EpochWatch.ts";
export { processTree, type ProcessUsage, usageOf } from "./processes.ts";
export { busyBetween, type MachineTime, machineTime } from "./machine.ts";
