/** Several voices as one track. */
export class MixedVoices {
  readonly #audio = new AudioContext();
  readonly #mix = this.#audio.createMediaStreamDestination();
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();

  get track(): MediaStreamTrack {
    const [track] = this.#mix.stream.getAudioTracks();
    if (track === undefined) throw new Error("a mix has a track");
    return track;
  }

  /** These voices, and no others, from now on. */
  show(tracks: readonly MediaStreamTrack[]): void {
    for (const [track, source] of [...this.#sources]) {
      if (tracks.includes(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
    for (const track of tracks) {
      if (this.#sources.has(track)) continue;
      const source = this.#audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#mix);
      this.#sources.set(track, source);
    }
  }

  close(): void {
    this.show([]);
    void this.#audio.close();
  }
}
