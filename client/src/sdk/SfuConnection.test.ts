import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SfuConnection, type TextSocket } from "./SfuConnection.ts";

/** A socket whose other end is the test. */
class FakeSocket implements TextSocket {
  onopen: TextSocket["onopen"] = null;
  onclose: TextSocket["onclose"] = null;
  onmessage: TextSocket["onmessage"] = null;
  readonly sent: { id: number; method: string; data: unknown }[] = [];
  isClosed = false;

  send(data: unknown): void {
    this.sent.push(JSON.parse(String(data)) as FakeSocket["sent"][number]);
  }
  close(): void {
    this.isClosed = true;
  }
  open(): void {
    this.onopen?.call(this as never, new Event("open"));
  }
  say(message: unknown): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.onmessage?.call(this as never, new MessageEvent("message", { data }));
  }
}

function connect() {
  const socket = new FakeSocket();
  const on = { open: vi.fn(), notification: vi.fn(), close: vi.fn() };
  const connection = new SfuConnection(socket, on);
  socket.open();
  return { socket, on, connection };
}

const id16 = "AAAAAAAAAAAAAAAAAAAAAA";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("SfuConnection", () => {
  it("matches answers with requests, in any order", async () => {
    const { socket, connection } = connect();
    const one = connection.request("produce", {} as never);
    const two = connection.request("produce", {} as never);
    const [first, second] = socket.sent;
    socket.say({ id: second?.id, ok: true, data: { producerId: "two" } });
    socket.say({ id: first?.id, ok: true, data: { producerId: "one" } });
    expect(await one).toEqual({ producerId: "one" });
    expect(await two).toEqual({ producerId: "two" });
  });

  it("fails a request with the server's code", async () => {
    const { socket, connection } = connect();
    const asked = connection.request("ping", {});
    socket.say({ id: socket.sent[0]?.id, ok: false, error: { code: "sfu/limit", message: "full" } });
    await expect(asked).rejects.toMatchObject({ code: "sfu/limit" });
  });

  it("refuses an answer whose data is not the method's", async () => {
    const { socket, connection } = connect();
    const asked = connection.request("produce", {} as never);
    socket.say({ id: socket.sent[0]?.id, ok: true, data: { producerId: "../../etc" } });
    await expect(asked).rejects.toMatchObject({ code: "signalling/invalid" });
  });

  it("fails a request that is not answered", async () => {
    const { connection } = connect();
    const asked = expect(connection.request("restartIce", {} as never)).rejects.toMatchObject({
      code: "sfu/timeout",
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await asked;
  });

  it("passes notifications on", () => {
    const { socket, on } = connect();
    const notification = { method: "participantLeft", data: { participantId: id16 } };
    socket.say(notification);
    expect(on.notification).toHaveBeenCalledExactlyOnceWith(notification);
  });

  it("ignores an answer that nobody waits for", () => {
    const { socket, on } = connect();
    socket.say({ id: 99, ok: true, data: {} });
    expect(on.close).not.toHaveBeenCalled();
  });

  it.each([
    ["no JSON", "{"],
    ["an unknown notification", { method: "surprise", data: {} }],
    ["a notification with a malformed id", { method: "participantLeft", data: { participantId: "x" } }],
    ["neither answer nor notification", { hello: 1 }],
    ["a message that is too long", "x".repeat(70_000)],
  ])("closes on %s", async (_what, message) => {
    const { socket, on, connection } = connect();
    const asked = expect(connection.request("ping", {})).rejects.toMatchObject({ code: "sfu/closed" });
    socket.say(message);
    await asked;
    expect(socket.isClosed).toBe(true);
    expect(on.close).toHaveBeenCalledTimes(1);
  });

  it("closes a connection that does not answer any more", async () => {
    const { socket, on } = connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(socket.isClosed).toBe(true);
    expect(on.close).toHaveBeenCalledTimes(1);
  });
});
