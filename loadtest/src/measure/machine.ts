import { cpus } from "node:os";

/** Processor time of the whole machine so far, whoever took it. */
export interface MachineTime {
  readonly busy: number;
  readonly all: number;
}

export function machineTime(): MachineTime {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

/** Share of the machine that was busy between two moments, 0 to 1; 0 if there was no time between them. */
export function busyBetween(before: MachineTime, after: MachineTime): number {
  const all = after.all - before.all;
  return all <= 0 ? 0 : (after.busy - before.busy) / all;
}
