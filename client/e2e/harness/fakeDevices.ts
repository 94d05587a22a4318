/** A camera and a microphone that a test can tell apart from everybody else's. */
export interface FakeDevices {
  /** Hue of the camera's picture, degrees. */
  readonly hue: number;
  /** Pitch of the microphone's tone, Hz. */
  readonly tone: number;
  /**
   * Take the browser's own fake microphone: Firefox runs no AudioContext on a machine without a sound card. Its
   * pitch is the browser's business then.
   */
  readonly browserMicrophone?: boolean;
}

/**
 * Runs in the page before its own scripts: `getUserMedia` gives a picture in one hue with a moving bar, and a
 * steady tone. Everything after that (encoder, transforms, network, decoder) is the browser's own.
 */
export function installFakeDevices({ hue, tone, browserMicrophone = false }: FakeDevices): void {
  // Empty pages have none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  const browsersOwn = devices.getUserMedia.bind(devices);
  const cameraTrack = (): MediaStreamTrack => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 240;
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    let step = 0;
    const paint = (): void => {
      // Somebody in front of a wall, all in one hue, with a clock that moves.
      context.fillStyle = `hsl(${hue} 70% 30%)`;
      context.fillRect(0, 0, 320, 240);
      context.fillStyle = `hsl(${hue} 80% 55%)`;
      context.beginPath();
      context.arc(160, 110, 52, 0, 2 * Math.PI);
      context.ellipse(160, 260, 100, 85, 0, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = "#fff";
      context.fillRect(8 + ((step++ * 4) % 296), 8, 8, 8);
    };
    paint();
    setInterval(paint, 66);
    const [track] = canvas.captureStream(15).getVideoTracks();
    if (track === undefined) throw new Error("no canvas track");
    return track;
  };
  const microphoneTrack = (): MediaStreamTrack => {
    const audio = new AudioContext();
    const oscillator = audio.createOscillator();
    oscillator.frequency.value = tone;
    const volume = audio.createGain();
    volume.gain.value = 0.4;
    const out = audio.createMediaStreamDestination();
    oscillator.connect(volume).connect(out);
    oscillator.start();
    const [track] = out.stream.getAudioTracks();
    if (track === undefined) throw new Error("no audio track");
    return track;
  };
  // What cleans up speech takes a steady tone for noise.
  const asItIs = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  // Kept so that a test can ask what they know, and what became of them.
  const connections: RTCPeerConnection[] = [];
  Object.assign(window, { connections });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const givenTracks: MediaStreamTrack[] = [];
  Object.assign(window, { givenTracks });
  const wanted = (constraint: unknown): boolean => constraint !== undefined && constraint !== false;
  devices.getUserMedia = async (constraints) => {
    const tracks: MediaStreamTrack[] = [];
    if (wanted(constraints?.audio)) {
      if (browserMicrophone) tracks.push(...(await browsersOwn({ audio: asItIs })).getAudioTracks());
      else tracks.push(microphoneTrack());
    }
    if (wanted(constraints?.video)) tracks.push(cameraTrack());
    givenTracks.push(...tracks);
    return new MediaStream(tracks);
  };
}
