/** Loaded into a worker before its own script: notes how long frames are before and after it replaces their bytes. */

let metered = { frames: 0, before: 0, after: 0 };

/** Two of the browser's own classes. */
type EncodedClass = { readonly prototype: { data: ArrayBuffer } };
const scope = self as unknown as Record<"RTCEncodedVideoFrame" | "RTCEncodedAudioFrame", EncodedClass>;

for (const { prototype } of [scope.RTCEncodedVideoFrame, scope.RTCEncodedAudioFrame]) {
  const data = Object.getOwnPropertyDescriptor(prototype, "data");
  if (data === undefined) throw new Error("frames have no data");
  Object.defineProperty(prototype, "data", {
    get(this: object): unknown {
      return data.get?.call(this);
    },
    set(this: object, after: ArrayBuffer) {
      metered.frames += 1;
      metered.before += (data.get?.call(this) as ArrayBuffer).byteLength;
      metered.after += after.byteLength;
      data.set?.call(this, after);
    },
  });
}

const channel = new BroadcastChannel(`meter of ${self.name}`);
channel.onmessage = () => {
  channel.postMessage(metered);
  metered = { frames: 0, before: 0, after: 0 };
};
