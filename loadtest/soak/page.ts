/** Runs in every page before its scripts: a camera that is cheap to encode, and an eye on every tile. */
export function prepare(hue: number): void {
  const camera = (): MediaStreamTrack[] => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const context = canvas.getContext("2d");
    let step = 0;
    setInterval(() => {
      if (context === null) return;
      context.fillStyle = `hsl(${hue} 70% 35%)`;
      context.fillRect(0, 0, 320, 240);
      context.fillStyle = "#fff";
      context.fillRect((step++ * 5) % 300, 100, 20, 40);
    }, 66);
    return canvas.captureStream(15).getVideoTracks();
  };
  const microphone = (): MediaStreamTrack[] => {
    const audio = new AudioContext();
    const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
    tone.connect(out);
    tone.start();
    return out.stream.getAudioTracks();
  };
  navigator.mediaDevices.getUserMedia = (wanted) => {
    const tracks = [
      ...(wanted?.audio === undefined || wanted.audio === false ? [] : microphone()),
      ...(wanted?.video === undefined || wanted.video === false ? [] : camera()),
    ];
    return Promise.resolve(new MediaStream(tracks));
  };

  // For every tile that shows a picture: when it showed the last one, and every pause longer than a second.
  const pauses: { name: string; ms: number }[] = [];
  const lastShown = new Map<string, number>();
  const watched = new WeakSet<HTMLVideoElement>();
  Object.assign(window, { soak: { pauses } });
  const note = (name: string, now: number): void => {
    const before = lastShown.get(name);
    if (before !== undefined && now - before > 1_000) pauses.push({ name, ms: Math.round(now - before) });
    lastShown.set(name, now);
  };
  setInterval(() => {
    const present = new Set<string>();
    for (const tile of document.querySelectorAll('[data-testid=tile][data-self="false"]')) {
      const name = tile.getAttribute("data-name") ?? "";
      const video = tile.querySelector("video");
      if (video === null) continue;
      present.add(name);
      if (watched.has(video)) continue;
      watched.add(video);
      const shown = (): void => {
        note(name, performance.now());
        video.requestVideoFrameCallback(shown);
      };
      video.requestVideoFrameCallback(shown);
    }
    // Whoever left shows nothing any more, and that is no pause.
    for (const name of lastShown.keys()) if (!present.has(name)) lastShown.delete(name);
  }, 200);
}
