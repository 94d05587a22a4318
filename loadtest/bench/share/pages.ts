import type { Page } from "playwright-core";
import type { Clock } from "./clock.ts";
import type { Sharpness, SmallPrint } from "./textPage.ts";

/** Of the sharing page. */
interface Sharing {
  readonly smallPrint: SmallPrint;
  readonly clock: Clock;
  /** Scrolls the text, and says when, ms since 1970. */
  scrollTo(scrolls: number): number;
}

/** One decoded picture at the viewer, ms since 1970. */
export interface Sample extends Sharpness {
  readonly at: number;
  readonly width: number;
}

/** Of the watching page. */
interface Watching {
  readonly smallPrint: SmallPrint;
  readonly clock: Clock;
  /** From painting to presenting, of each picture that came while nothing was compared, ms. */
  delays: number[];
  readonly connections: RTCPeerConnection[];
  watched: { scrolls: number; samples: Sample[] } | undefined;
}

/** In the sharing page, before its scripts: its screen is the text, painted 15 times a second as a desktop with a caret is. */
export function prepareSharing(): void {
  navigator.mediaDevices.getDisplayMedia = () => {
    const { smallPrint, clock } = window as unknown as Sharing;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: smallPrint.width, height: smallPrint.height });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    smallPrint.draw(context, 0);
    let ticks = 0;
    setInterval(() => {
      ticks += 1;
      context.fillStyle = ticks % 15 < 8 ? "#1b1b1b" : "#ffffff";
      context.fillRect(8, 8, 2, 12);
      clock.paint(context);
    }, 1_000 / 15);
    Object.assign(window, {
      scrollTo: (scrolls: number) => {
        smallPrint.draw(context, scrolls);
        return performance.timeOrigin + performance.now();
      },
    });
    return Promise.resolve(canvas.captureStream(15));
  };
}

/** In the watching page, before its scripts. */
export function prepareWatching(): void {
  const watching = window as unknown as Watching;
  const connections: RTCPeerConnection[] = [];
  Object.assign(window, { connections, watched: undefined, delays: [] });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const follow = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((_, { width }) => {
      const { watched } = watching;
      const at = performance.timeOrigin + performance.now();
      const delay = watched === undefined ? watching.clock.read(video, at) : undefined;
      if (delay !== undefined) watching.delays.push(delay);
      if (watched !== undefined)
        watched.samples.push({ at, width, ...watching.smallPrint.compare(video, watched.scrolls) });
      follow(video);
    });
  };
  const search = setInterval(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="share-video"]');
    if (video === null) return;
    clearInterval(search);
    follow(video);
  }, 50);
}

/** Scrolls. @returns when, ms since 1970 */
export async function scrollTo(page: Page, scrolls: number): Promise<number> {
  return await page.evaluate((to) => (window as unknown as Sharing).scrollTo(to), scrolls);
}

/** Compares what comes from now on with the text after so many scrolls. */
export async function watch(page: Page, scrolls: number): Promise<void> {
  await page.evaluate((to) => {
    (window as unknown as Watching).watched = { scrolls: to, samples: [] };
  }, scrolls);
}

/** What came since {@link watch}. */
export async function samples(page: Page): Promise<Sample[]> {
  return await page.evaluate(() => (window as unknown as Watching).watched?.samples ?? []);
}

/** Only reads the clock of what comes in that time, ms. @returns from painting to presenting, of each picture, ms */
export async function delaysFor(page: Page, ms: number): Promise<number[]> {
  await page.evaluate(() => {
    Object.assign(window, { watched: undefined, delays: [] });
  });
  await page.waitForTimeout(ms);
  return await page.evaluate(() => (window as unknown as Watching).delays);
}

/** RTP bytes of pictures that have come so far, headers included. */
export async function bytesReceived(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    let bytes = 0;
    for (const connection of (window as unknown as Watching).connections)
      for (const entry of (await connection.getStats()).values() as Iterable<RTCStats>) {
        const rtp = entry as RTCInboundRtpStreamStats & { headerBytesReceived?: number };
        if (rtp.type === "inbound-rtp" && rtp.kind === "video")
          bytes += (rtp.bytesReceived ?? 0) + (rtp.headerBytesReceived ?? 0);
      }
    return bytes;
  });
}
