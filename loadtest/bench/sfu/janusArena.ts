import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { PeerConnection } from "node-datachannel";
import { loadRtc } from "../../src/rtc/index.ts";
import type { Broadcast, Received, Seat, StartArena } from "./arena.ts";
import { JanusSession } from "./JanusSession.ts";
import { count } from "./ortcSeat.ts";

const JANUS = "/usr/bin/janus";
const ROOM = 1234;
/** In a network of the benchmark's own, any port is free. */
const PORT = 8_188;
const START_MS = 15_000;

/** Whether Debian's package is installed. */
export function hasJanus(): boolean {
  return existsSync(JANUS);
}

/** Janus with its video room. @param loops its `event_loops`; undefined: a thread for each connection, as it comes */
export function startJanus(loops: number | undefined): StartArena {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), "sotto-janus-"));
    await writeConfiguration(folder, loops);
    const child = spawn(JANUS, ["-F", folder, "-C", join(folder, "janus.jcfg"), "--disable-colors"], {
      stdio: "ignore",
    });
    const session = await connect(child);
    const peers: PeerConnection[] = [];
    return {
      pid: child.pid ?? 0,
      seat: () => Promise.resolve(janusSeat(session, peers)),
      close: async () => {
        for (const peer of peers) peer.close();
        session.close();
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await gone;
        await rm(folder, { recursive: true, force: true });
      },
    };
  };
}

async function writeConfiguration(folder: string, loops: number | undefined): Promise<void> {
  const general = [
    "debug_level = 1",
    "session_timeout = 0",
    ...(loops === undefined ? [] : [`event_loops = ${loops}`]),
  ];
  const files = {
    "janus.jcfg": `general: { ${general.join("\n")} }\nplugins: { disable = "${others.join(",")}" }\ntransports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }\n`,
    "janus.transport.websockets.jcfg": `general: { ws = true\nws_port = ${PORT}\nws_ip = "127.0.0.1" }\n`,
    "janus.plugin.videoroom.jcfg": `room-${ROOM}: { publishers = 200\nbitrate = 10000000\naudiocodec = "opus"\nvideocodec = "vp8"\nnotify_joining = false }\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const others = [
  "audiobridge",
  "duktape",
  "echotest",
  "lua",
  "nosip",
  "recordplay",
  "sip",
  "streaming",
  "textroom",
  "videocall",
  "voicemail",
].map((name) => `libjanus_${name}.so`);

async function connect(child: ChildProcess): Promise<JanusSession> {
  for (const begin = performance.now(); ;) {
    if (child.exitCode !== null) throw new Error("Janus has ended");
    try {
      return await JanusSession.open(`ws://127.0.0.1:${PORT}`);
    } catch (error) {
      if (performance.now() - begin > START_MS) throw error;
      await delay(100);
    }
  }
}

function janusSeat(session: JanusSession, peers: PeerConnection[]): Seat {
  return {
    publish: async (broadcast) => await publish(session, peers, broadcast),
    view: async (publishers, received) => {
      await view(session, peers, publishers.map(Number), received);
    },
  };
}

async function publish(
  session: JanusSession,
  peers: PeerConnection[],
  broadcast: Broadcast,
): Promise<string> {
  const rtc = await loadRtc();
  const handle = await session.attach();
  const joined = await session.say(handle, { request: "join", ptype: "publisher", room: ROOM });
  const peer = new rtc.PeerConnection("publish", { iceServers: [], disableAutoNegotiation: true });
  peers.push(peer);
  const audio = new rtc.Audio("audio", "SendOnly");
  audio.addOpusCodec(broadcast.audio.payloadType);
  audio.addSSRC(broadcast.audio.ssrc, "bench");
  const video = new rtc.Video("video", "SendOnly");
  video.addVP8Codec(broadcast.video.payloadType);
  video.addSSRC(broadcast.video.ssrc, "bench");
  const tracks = new Map([
    [broadcast.audio.ssrc, peer.addTrack(audio)],
    [broadcast.video.ssrc, peer.addTrack(video)],
  ]);
  for (const track of tracks.values()) track.onMessage(() => undefined);
  peer.setLocalDescription("offer");
  const sdp = await described(peer);
  const configure = { request: "configure", audio: true, video: true };
  const { jsep } = await session.say(handle, configure, { type: "offer", sdp });
  if (jsep === undefined) throw new Error("Janus did not answer the offer");
  const connected = untilUp(peer);
  peer.setRemoteDescription(jsep.sdp, "answer");
  await connected;
  broadcast.begin((ssrc, packet) => {
    const track = tracks.get(ssrc);
    if (track?.isOpen() === true) track.sendMessageBinary(packet);
  });
  return String(joined.plugindata?.data["id"]);
}

async function view(
  session: JanusSession,
  peers: PeerConnection[],
  feeds: readonly number[],
  received: Received,
): Promise<void> {
  const rtc = await loadRtc();
  const handle = await session.attach();
  const streams = feeds.map((feed) => ({ feed }));
  const { jsep } = await session.say(handle, { request: "join", ptype: "subscriber", room: ROOM, streams });
  if (jsep === undefined) throw new Error("Janus offers nothing");
  const peer = new rtc.PeerConnection("view", { iceServers: [], disableAutoNegotiation: true });
  peers.push(peer);
  // Tracks that nobody holds are collected, and then nothing comes.
  const tracks: object[] = [];
  peer.onTrack((track) => {
    tracks.push(track);
    track.onMessage((packet) => {
      count(received, packet);
    });
  });
  const connected = untilUp(peer);
  peer.setRemoteDescription(jsep.sdp, "offer");
  peer.setLocalDescription("answer");
  const sdp = await described(peer);
  await session.say(handle, { request: "start" }, { type: "answer", sdp });
  await connected;
}

/** The local description with its candidates in it. */
async function described(peer: PeerConnection): Promise<string> {
  for (let tries = 0; peer.gatheringState() !== "complete" && tries < 200; tries++) await delay(10);
  return peer.localDescription()?.sdp ?? "";
}

async function untilUp(peer: PeerConnection): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("no media connection to Janus"));
    }, START_MS);
    peer.onStateChange((state) => {
      if (state !== "connected") return;
      clearTimeout(timer);
      resolve();
    });
  });
}
