/** A clock in the shared picture, for machines that cannot read digits: how old a picture is when it is seen. */
export interface Clock {
  /** Paints the time beside the text. */
  paint(context: CanvasRenderingContext2D): void;
  /**
   * Reads it.
   * @param at when the picture is presented, ms since 1970
   * @returns ms since it was painted; undefined if it cannot be read
   */
  read(picture: HTMLVideoElement, at: number): number | undefined;
}

/** In a page, before its scripts. Both pages have it as `window.clock`. It refers to nothing outside of itself. */
export function installClock(): void {
  const bits = 16;
  /** Of a picture 2560 wide, in the margin: each bit, and beside it its opposite. */
  const square = { left: 24, top: 64, side: 24, step: 32 };
  const pictureWidth = 2560;
  const reader = document.createElement("canvas");
  Object.assign(reader, { width: 2, height: bits });

  const paint = (context: CanvasRenderingContext2D): void => {
    const now = Math.round(performance.timeOrigin + performance.now()) % 2 ** bits;
    for (let bit = 0; bit < bits; bit++)
      for (const column of [0, 1]) {
        context.fillStyle = ((now >>> bit) & 1) === column ? "#ffffff" : "#000000";
        const [x, y] = [square.left + column * square.step, square.top + bit * square.step];
        context.fillRect(x, y, square.side, square.side);
      }
  };
  const read = (picture: HTMLVideoElement, at: number): number | undefined => {
    const context = reader.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("no canvas");
    const scale = picture.videoWidth / pictureWidth;
    const middle = square.side / 2;
    for (let bit = 0; bit < bits; bit++)
      for (const column of [0, 1]) {
        const x = (square.left + column * square.step + middle) * scale;
        const y = (square.top + bit * square.step + middle) * scale;
        context.drawImage(picture, x, y, 1, 1, column, bit, 1, 1);
      }
    const { data } = context.getImageData(0, 0, 2, bits);
    let painted = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [one = 0, opposite = 0] = [data[8 * bit], data[8 * bit + 4]];
      if (Math.abs(one - opposite) < 100) return undefined;
      // White in the first column is a zero.
      if (one < opposite) painted += 2 ** bit;
    }
    return (((Math.round(at) - painted) % 2 ** bits) + 2 ** bits) % 2 ** bits;
  };
  const clock: Clock = { paint, read };
  Object.assign(window, { clock });
}
