/** Zoom and pan of a picture in a viewport, in CSS pixels. Pure. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `fit`: all of the picture is in sight, whatever the sizes become. */
export type Zoom = "fit" | Held;

/** A scale, in CSS pixels per pixel of the picture, and the point of the picture (0..1) in the viewport's middle. */
export interface Held {
  readonly scale: number;
  readonly center: Point;
}

/** The picture and the viewport. */
export interface Frame {
  readonly picture: Size;
  readonly view: Size;
}

/** How much larger than its own pixels a picture may become: small text on a phone. */
const LARGEST = 6;
/** One press of a zoom button. */
export const STEP = 1.25;

/** The scale at which all is in sight. */
export function fitScale({ picture, view }: Frame): number {
  if (picture.width === 0 || picture.height === 0) return 1;
  return Math.min(view.width / picture.width, view.height / picture.height);
}

/** The scale that is in force. */
export function scaleOf(zoom: Zoom, frame: Frame): number {
  return zoom === "fit" ? fitScale(frame) : zoom.scale;
}

/** Shows the picture's pixels one to one on the screen's. @param pixelRatio device pixels per CSS pixel */
export function actualSize(zoom: Zoom, frame: Frame, pixelRatio: number): Zoom {
  const center = zoom === "fit" ? { x: 0.5, y: 0.5 } : zoom.center;
  return bounded({ scale: 1 / pixelRatio, center }, frame);
}

/** Whether {@link actualSize} is in force. */
export function isActualSize(zoom: Zoom, pixelRatio: number): boolean {
  return zoom !== "fit" && Math.abs(zoom.scale * pixelRatio - 1) < 0.001;
}

/**
 * Zooms by a factor and keeps the point under the finger or pointer where it is; becomes `fit` when all is in sight.
 * @param at from the viewport's corner
 */
export function zoomBy(zoom: Zoom, factor: number, at: Point, frame: Frame): Zoom {
  const fit = fitScale(frame);
  const before = scaleOf(zoom, frame);
  const scale = Math.min(Math.max(before * factor, fit), Math.max(LARGEST, fit));
  if (scale <= fit * 1.001) return "fit";
  const { view, picture } = frame;
  const center = zoom === "fit" ? { x: 0.5, y: 0.5 } : zoom.center;
  // The picture's point below `at` is the same before and after.
  const moved = (middle: number, offset: number, length: number) =>
    middle + offset / (before * length) - offset / (scale * length);
  return bounded(
    {
      scale,
      center: {
        x: moved(center.x, at.x - view.width / 2, picture.width),
        y: moved(center.y, at.y - view.height / 2, picture.height),
      },
    },
    frame,
  );
}

/** Moves the picture by pixels of the viewport. */
export function panBy(zoom: Zoom, by: Point, frame: Frame): Zoom {
  if (zoom === "fit") return zoom;
  const { scale, center } = zoom;
  const { picture } = frame;
  return bounded(
    {
      scale,
      center: {
        x: center.x - by.x / (scale * picture.width),
        y: center.y - by.y / (scale * picture.height),
      },
    },
    frame,
  );
}

/** Where the picture is drawn: its corner from the viewport's, and its size. */
export function drawnAt(zoom: Zoom, frame: Frame): Point & Size {
  const { view, picture } = frame;
  const scale = scaleOf(zoom, frame);
  const width = picture.width * scale;
  const height = picture.height * scale;
  const center = zoom === "fit" ? { x: 0.5, y: 0.5 } : bounded(zoom, frame).center;
  return { x: view.width / 2 - center.x * width, y: view.height / 2 - center.y * height, width, height };
}

/** Keeps the viewport inside of the picture; where the picture is smaller, it stays in the middle. */
function bounded({ scale, center }: Held, { view, picture }: Frame): Held {
  const bound = (middle: number, room: number, length: number) => {
    const half = room / (2 * scale * length);
    return half >= 0.5 ? 0.5 : Math.min(Math.max(middle, half), 1 - half);
  };
  return {
    scale,
    center: {
      x: bound(center.x, view.width, picture.width),
      y: bound(center.y, view.height, picture.height),
    },
  };
}
