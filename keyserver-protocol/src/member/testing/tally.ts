import type { ScheduleReport } from "./scheduleReport.ts";

/** What many runs came to. */
export class Tally {
  schedules = 0;
  #steps = 0;
  #virtualMs = 0;
  #epochs = 0;
  #frames = 0;
  #members = 0;

  add(report: ScheduleReport): void {
    this.schedules += 1;
    this.#steps += report.steps;
    this.#virtualMs += report.virtualMs;
    this.#epochs += report.epochs;
    this.#frames += report.frames;
    this.#members += report.members;
  }

  toString(): string {
    const hours = (this.#virtualMs / 3_600_000).toFixed(1);
    return (
      `${this.schedules} schedules, ${this.#steps} steps in ${hours} h of their time: ` +
      `${this.#members} members, ${this.#epochs} epochs begun, ${this.#frames} frames tried by outsiders`
    );
  }
}
