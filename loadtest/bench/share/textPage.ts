/** What is shared: a page of small print, the same for whoever shares it and for whoever compares with it. */

/** How a decoded picture compares with what was shared. */
export interface Sharpness {
  /** Letters that are still more like themselves than like any other letter, 0..1. */
  readonly letters: number;
  /** Of brightness, dB. */
  readonly psnr: number;
  /** Mean of blocks of 8×8 of brightness, 0..1. */
  readonly ssim: number;
}

/** Both pages have it as `window.smallPrint`. */
export interface SmallPrint {
  readonly width: number;
  readonly height: number;
  /** Draws the text as it is after so many scrolls. */
  draw(context: CanvasRenderingContext2D, scrolls: number): void;
  /** Compares a part in the middle of a picture of any size with the text. */
  compare(picture: HTMLVideoElement, scrolls: number): Sharpness;
}

/** In a page, before its scripts. It refers to nothing outside of itself. */
export function installSmallPrint(): void {
  const [width, height] = [2560, 1440];
  const font = "8pt monospace";
  const cell = { width: 7, height: 16 };
  const [columns, rows] = [Math.floor(width / cell.width), Math.floor(height / cell.height)];
  /** Lines that a turn of the wheel moves. */
  const scrolled = 37;
  const letters = "abcdefghijklmnopqrstuvwxyz";
  /** What is compared, in cells. */
  const part = { column: 40, row: 25, columns: 100, rows: 35 };
  const box = {
    ...{ x: part.column * cell.width, y: part.row * cell.height },
    ...{ width: part.columns * cell.width, height: part.rows * cell.height },
  };

  /** Columns that a line begins after, and how long lines are. */
  const lines = { indent: 16, shortest: 40, longest: 240 };
  const mixed = (one: number, other: number): number => {
    const product = Math.imul(Math.imul(one + 11, 0x9e3779b1) ^ Math.imul(other + 7, 0x85ebca6b), 0xc2b2ae35);
    return (product ^ (product >>> 15)) >>> 0;
  };
  /** A letter by its place in the text, or -1 where none is: between words, beside a line, and in every eighth line. */
  const letterAt = (line: number, column: number): number => {
    const length = lines.shortest + (mixed(line, -1) % (lines.longest - lines.shortest));
    const isBeside = column < lines.indent || column >= lines.indent + length || line % 8 === 0;
    const number = mixed(line, column);
    return isBeside || number % 6 === 0 ? -1 : (number >>> 4) % letters.length;
  };
  const write = (context: CanvasRenderingContext2D, letter: string, x: number, y: number): void => {
    context.fillText(letter, x, y + 12);
  };
  const prepare = (context: CanvasRenderingContext2D, w: number, h: number): void => {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, w, h);
    context.fillStyle = "#1b1b1b";
    context.font = font;
  };
  const canvasOf = (w: number, h: number): CanvasRenderingContext2D => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: w, height: h });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("no canvas");
    return context;
  };
  const brightness = (context: CanvasRenderingContext2D, w: number, h: number): Float32Array => {
    const { data } = context.getImageData(0, 0, w, h);
    return Float32Array.from({ length: w * h }, (_, at) => {
      const [red = 0, green = 0, blue = 0] = data.subarray(4 * at, 4 * at + 3);
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    });
  };
  const draw = (context: CanvasRenderingContext2D, scrolls: number): void => {
    prepare(context, width, height);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const letter = letters[letterAt(row + scrolled * scrolls, column)];
        if (letter !== undefined) write(context, letter, column * cell.width, row * cell.height);
      }
  };

  /** Each letter alone, as it is drawn. */
  let alone: Float32Array[] | undefined;
  const lettersAlone = (): Float32Array[] => {
    const context = canvasOf(cell.width, cell.height);
    return Array.from(letters, (letter) => {
      prepare(context, cell.width, cell.height);
      write(context, letter, 0, 0);
      return brightness(context, cell.width, cell.height);
    });
  };
  const references = new Map<number, Float32Array>();
  const referenceOf = (scrolls: number): Float32Array => {
    let reference = references.get(scrolls);
    if (reference === undefined) {
      const whole = canvasOf(width, height);
      draw(whole, scrolls);
      const context = canvasOf(box.width, box.height);
      context.drawImage(whole.canvas, -box.x, -box.y);
      reference = brightness(context, box.width, box.height);
      references.set(scrolls, reference);
    }
    return reference;
  };
  const shareOfLetters = (seen: Float32Array, scrolls: number): number => {
    alone ??= lettersAlone();
    let [right, all] = [0, 0];
    for (let row = 0; row < part.rows; row++)
      for (let column = 0; column < part.columns; column++) {
        const truth = letterAt(row + part.row + scrolled * scrolls, column + part.column);
        if (truth < 0) continue;
        const errors = alone.map((letter) => {
          let error = 0;
          for (let y = 0; y < cell.height; y++)
            for (let x = 0; x < cell.width; x++) {
              const at = (row * cell.height + y) * box.width + column * cell.width + x;
              error += ((seen[at] ?? 0) - (letter[y * cell.width + x] ?? 0)) ** 2;
            }
          return error;
        });
        all += 1;
        if (errors.indexOf(Math.min(...errors)) === truth) right += 1;
      }
    return right / all;
  };
  const similarity = (one: Float32Array, other: Float32Array): number => {
    // The constants of Wang et al. for 8 bits.
    const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
    let [sum, blocks] = [0, 0];
    for (let top = 0; top + 8 <= box.height; top += 8)
      for (let left = 0; left + 8 <= box.width; left += 8) {
        let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
        for (let y = top; y < top + 8; y++)
          for (let x = left; x < left + 8; x++) {
            const [p = 0, q = 0] = [one[y * box.width + x], other[y * box.width + x]];
            [a, b, aa, bb, ab] = [a + p, b + q, aa + p * p, bb + q * q, ab + p * q];
          }
        const [meanA, meanB] = [a / 64, b / 64];
        const [varA, varB, both] = [aa / 64 - meanA ** 2, bb / 64 - meanB ** 2, ab / 64 - meanA * meanB];
        sum +=
          ((2 * meanA * meanB + c1) * (2 * both + c2)) /
          ((meanA ** 2 + meanB ** 2 + c1) * (varA + varB + c2));
        blocks += 1;
      }
    return sum / blocks;
  };
  const compare = (picture: HTMLVideoElement, scrolls: number): Sharpness => {
    const reference = referenceOf(scrolls);
    const context = canvasOf(box.width, box.height);
    const scale = picture.videoWidth / width;
    context.drawImage(
      picture,
      ...([box.x * scale, box.y * scale, box.width * scale, box.height * scale] as const),
      ...([0, 0, box.width, box.height] as const),
    );
    const seen = brightness(context, box.width, box.height);
    const error = seen.reduce((sum, value, at) => sum + (value - (reference[at] ?? 0)) ** 2, 0) / seen.length;
    return {
      letters: shareOfLetters(seen, scrolls),
      psnr: 10 * Math.log10(255 ** 2 / Math.max(error, 0.01)),
      ssim: similarity(seen, reference),
    };
  };
  const smallPrint: SmallPrint = { width, height, draw, compare };
  Object.assign(window, { smallPrint });
}
