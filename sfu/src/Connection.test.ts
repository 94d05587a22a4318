import { EventEmitter } from "node:events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { CallTable } from "./CallTable.ts";
import { Capacity } from "./Capacity.ts";
import { Connection } from "./Connection.ts";
import { defaultLimits, type SfuLimits } from "./limits.ts";
import { noMeter } from "./meter.ts";
import { newInvitation, randomId } from "./testing/TestClient.ts";

/** A socket whose other end is this test. */
class FakeSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  bufferedAmount = 0;
  isPaused = false;
  readonly sent: string[] = [];
  closeCode: number | undefined;
  terminated = false;

  send(text: string): void {
    this.sent.push(text);
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  close(code: number): void {
    this.closeCode = code;
    this.readyState = WebSocket.CLOSING;
  }
  terminate(): void {
    this.terminated = true;
    this.readyState = WebSocket.CLOSING;
    this.emit("close");
  }
  hear(message: object): void {
    this.emit("message", Buffer.from(JSON.stringify(message)), false);
  }
}

const ping = { id: 1, method: "ping", data: {} };

function connect(over: Partial<SfuLimits> = {}): { socket: FakeSocket; logged: string[] } {
  const limits = { ...defaultLimits, ...over };
  const now = (): number => Date.now();
  const logged: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
  const setting = { limits, logger, now, meter: noMeter };
  const calls = new CallTable(
    { workers: [] },
    { ...setting, capacity: new Capacity(limits) },
    () => undefined,
  );
  const socket = new FakeSocket();
  new Connection(socket as unknown as WebSocket, { ...setting, calls, tap: () => undefined });
  return { socket, logged };
}

describe("a connection", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("that does not join in time is closed", () => {
    const { socket } = connect({ joinMs: 5_000 });
    vi.advanceTimersByTime(4_999);
    expect(socket.closeCode).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(socket.closeCode).toBe(1001);
  });

  it("that does not read what it is sent is cut", async () => {
    const { socket } = connect({ unsentBytes: 1_000 });
    socket.bufferedAmount = 1_000;
    socket.hear(ping);
    await vi.advanceTimersByTimeAsync(0);
    expect([socket.sent.length, socket.terminated]).toEqual([1, false]);
    socket.bufferedAmount = 1_001;
    socket.hear(ping);
    await vi.advanceTimersByTimeAsync(0);
    expect([socket.sent.length, socket.terminated]).toEqual([1, true]);
  });

  it("that asks faster than it is answered is not read until it has been answered", async () => {
    const { socket } = connect();
    for (let count = 0; count < 63; count++) socket.hear(ping);
    expect(socket.isPaused).toBe(false);
    socket.hear(ping);
    expect(socket.isPaused).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect([socket.isPaused, socket.sent.length]).toEqual([false, 64]);
  });

  it("that asks too much is closed, and may ask again after a while if it did not", async () => {
    const { socket } = connect({ requestBurst: 2, requestsPerSecond: 1 });
    socket.hear(ping);
    socket.hear(ping);
    await vi.advanceTimersByTimeAsync(1_000);
    socket.hear(ping);
    expect(socket.closeCode).toBeUndefined();
    socket.hear(ping);
    expect(socket.closeCode).toBe(1008);
  });

  it("hears nothing more once it is closed", async () => {
    const { socket } = connect();
    socket.hear(ping);
    socket.emit("message", Buffer.from([1]), true);
    socket.hear(ping);
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.sent).toEqual([]);
  });

  it("is told of a server that cannot take calls, and nothing of it is logged", async () => {
    const { socket, logged } = connect();
    const [participantId, resumeToken] = [randomId(16), randomId(32)];
    const data = { version: 1, ...newInvitation(), participantId, resumeToken };
    socket.hear({ id: 9, method: "join", data });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.sent.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { id: 9, ok: false, error: { code: "sfu/internal" } },
    ]);
    for (const secret of [data.admission, data.callId, participantId, resumeToken]) {
      expect(logged.join()).not.toContain(secret);
    }
  });
});
