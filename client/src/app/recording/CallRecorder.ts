import type { Person } from "../../sdk/index.ts";
import { recordedTracks } from "./recordedTracks.ts";
import { type Box, fitted, recordingLayout } from "./recordingLayout.ts";
import { type RecordingFile, RecordingFull } from "./recordingFile.ts";

const SIZE = { width: 1280, height: 720 };
/** Pictures a second: faces need no more, and the processor is busy with the call. */
const RATE = 20;
/** How much may be lost if the browser dies, ms. */
const PIECE_MS = 1_000;
const BITS_PER_SECOND = 2_500_000;

/** Why a recording ended by itself. */
export type RecordingFault = "full" | "failed";

/** Draws the call as one picture, mixes its sound, and writes both. All of it on this device. */
export class CallRecorder {
  readonly #file: RecordingFile;
  readonly #onFault: (fault: RecordingFault) => void;
  readonly #canvas = Object.assign(document.createElement("canvas"), SIZE);
  /** Firefox captures no canvas that has none. */
  readonly #pen = this.#canvas.getContext("2d");
  readonly #audio = new AudioContext();
  readonly #mix = this.#audio.createMediaStreamDestination();
  readonly #videos = new Map<MediaStreamTrack, HTMLVideoElement>();
  readonly #voices = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  readonly #recorder: MediaRecorder;
  readonly #timer: ReturnType<typeof setInterval>;
  #people: readonly Person[] = [];
  /** Pieces are written one after the other. */
  #written: Promise<void> = Promise.resolve();
  #isOver = false;

  /** @throws DOMException if the browser does not record after all */
  constructor(type: string, file: RecordingFile, onFault: (fault: RecordingFault) => void) {
    this.#file = file;
    this.#onFault = onFault;
    const stream = new MediaStream([
      ...this.#canvas.captureStream(RATE).getVideoTracks(),
      ...this.#mix.stream.getAudioTracks(),
    ]);
    this.#recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
    this.#recorder.ondataavailable = ({ data }) => this.#write(data);
    this.#recorder.onerror = () => this.#fault("failed");
    this.#timer = setInterval(() => this.#draw(), 1000 / RATE);
    this.#draw();
    this.#recorder.start(PIECE_MS);
  }

  /** Who is in the call now, with what can be seen and heard of them. */
  show(people: readonly Person[]): void {
    this.#people = people;
    const { pictures, sounds } = recordedTracks(people);
    keep(this.#videos, pictures, playing, (video) => {
      video.srcObject = null;
    });
    const listen = (track: MediaStreamTrack) => {
      const source = this.#audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#mix);
      return source;
    };
    keep(this.#voices, sounds, listen, (source) => source.disconnect());
  }

  /** Ends it; resolves when all is written. */
  async stop(): Promise<void> {
    if (this.#isOver) return await this.#written;
    this.#isOver = true;
    clearInterval(this.#timer);
    if (this.#recorder.state !== "inactive") {
      const ended = new Promise((resolve) =>
        this.#recorder.addEventListener("stop", resolve, { once: true }),
      );
      this.#recorder.stop();
      await ended;
    }
    this.show([]);
    await this.#audio.close();
    await this.#written;
    await this.#file.close();
  }

  #write(piece: Blob): void {
    if (piece.size === 0) return;
    const write = async () => {
      try {
        await this.#file.write(piece);
      } catch (error) {
        this.#fault(error instanceof RecordingFull ? "full" : "failed");
      }
    };
    this.#written = this.#written.then(write);
  }

  #fault(fault: RecordingFault): void {
    if (!this.#isOver) this.#onFault(fault);
  }

  #draw(): void {
    const pen = this.#pen;
    if (pen === null) return;
    pen.fillStyle = "#0b1314";
    pen.fillRect(0, 0, SIZE.width, SIZE.height);
    const sharer = this.#people.find(({ screen }) => screen.on && screen.track !== undefined);
    const layout = recordingLayout(this.#people.length, sharer !== undefined, SIZE);
    if (layout.share !== undefined) this.#picture(pen, sharer?.screen.track, layout.share, true);
    for (const [at, box] of layout.people.entries()) {
      const person = this.#people[at];
      if (person === undefined) continue;
      pen.fillStyle = "#21302f";
      pen.fillRect(box.x, box.y, box.width, box.height);
      if (person.camera.on) this.#picture(pen, person.camera.track, box, false);
      name(pen, person.displayName, box);
    }
  }

  #picture(
    pen: CanvasRenderingContext2D,
    track: MediaStreamTrack | undefined,
    box: Box,
    whole: boolean,
  ): void {
    const video = track && this.#videos.get(track);
    if (video === undefined || video.videoWidth === 0) return;
    const place = fitted({ width: video.videoWidth, height: video.videoHeight }, box, whole);
    pen.save();
    pen.beginPath();
    pen.rect(box.x, box.y, box.width, box.height);
    pen.clip();
    pen.drawImage(video, place.x, place.y, place.width, place.height);
    pen.restore();
  }
}

function name(pen: CanvasRenderingContext2D, words: string, box: Box): void {
  const size = Math.max(12, Math.min(22, box.height / 12));
  pen.font = `600 ${size}px system-ui, sans-serif`;
  const width = Math.min(pen.measureText(words).width, box.width - 2 * size);
  pen.fillStyle = "rgb(11 19 20 / 0.72)";
  pen.fillRect(box.x, box.y + box.height - 2 * size, width + size, 2 * size);
  pen.fillStyle = "#f4f0e7";
  pen.textBaseline = "middle";
  pen.fillText(words, box.x + size / 2, box.y + box.height - size, width);
}

function playing(track: MediaStreamTrack): HTMLVideoElement {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  video.srcObject = new MediaStream([track]);
  // Stopped again at once, when the track has gone meanwhile.
  video.play().catch(() => undefined);
  return video;
}

/** Opens what has come, and closes what has gone. */
function keep<T>(
  open: Map<MediaStreamTrack, T>,
  tracks: readonly MediaStreamTrack[],
  make: (track: MediaStreamTrack) => T,
  end: (made: T) => void,
): void {
  for (const [track, made] of [...open]) {
    if (tracks.includes(track)) continue;
    end(made);
    open.delete(track);
  }
  for (const track of tracks) {
    if (!open.has(track)) open.set(track, make(track));
  }
}
