/**
 * Divides files over lanes that run side by side, so that the lanes end at about the same time: the longest first,
 * each to the lane that has least to do.
 * @param {readonly string[]} files
 * @param {number} lanes
 * @param {(file: string) => number} secondsOf about how long a file takes
 * @returns {string[][]} one list per lane, none empty
 */
export function divide(files, lanes, secondsOf) {
  const all = Array.from({ length: lanes }, () => ({ files: /** @type {string[]} */ ([]), seconds: 0 }));
  for (const file of [...files].sort((a, b) => secondsOf(b) - secondsOf(a))) {
    const lane = all.reduce((least, other) => (other.seconds < least.seconds ? other : least));
    lane.files.push(file);
    lane.seconds += secondsOf(file);
  }
  return all.map((lane) => lane.files).filter((lane) => lane.length > 0);
}
