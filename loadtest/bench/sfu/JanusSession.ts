import { WebSocket } from "ws";

/** What Janus says, as far as it is looked at. */
export interface JanusMessage {
  readonly janus: string;
  readonly transaction?: string;
  readonly sender?: number;
  readonly data?: { readonly id: number };
  readonly jsep?: { readonly type: "offer" | "answer"; readonly sdp: string };
  readonly plugindata?: { readonly data: Readonly<Record<string, unknown>> };
}

/** Janus forgets a session that says nothing for a minute; ms. */
const KEEP_ALIVE_MS = 20_000;
const ANSWER_MS = 15_000;

/** A session with Janus over its WebSocket transport. */
export class JanusSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (message: JanusMessage) => void>();
  #id: number | undefined;
  #lastTransaction = 0;
  readonly #timer: NodeJS.Timeout;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (bytes: Buffer) => {
      const message = JSON.parse(bytes.toString()) as JanusMessage;
      // An acknowledgement is followed by what was asked for.
      if (message.janus === "ack" || message.transaction === undefined) return;
      this.#waiting.get(message.transaction)?.(message);
      this.#waiting.delete(message.transaction);
    });
    this.#timer = setInterval(
      () => void this.#request({ janus: "keepalive" }).catch(() => undefined),
      KEEP_ALIVE_MS,
    );
  }

  /** @throws if nobody listens there */
  static async open(url: string): Promise<JanusSession> {
    const socket = new WebSocket(url, "janus-protocol");
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    const session = new JanusSession(socket);
    const created = await session.#request({ janus: "create" });
    session.#id = created.data?.id;
    return session;
  }

  /** @returns a handle of the video room */
  async attach(): Promise<number> {
    const attached = await this.#request({ janus: "attach", plugin: "janus.plugin.videoroom" });
    if (attached.data === undefined) throw new Error("Janus has no video room");
    return attached.data.id;
  }

  /** Says something to a handle's plugin. @throws if the plugin says no */
  async say(handle: number, body: object, jsep?: object): Promise<JanusMessage> {
    const message = { janus: "message", handle_id: handle, body, ...(jsep !== undefined && { jsep }) };
    const answer = await this.#request(message);
    const error = answer.plugindata?.data["error"];
    if (error !== undefined) throw new Error(`Janus: ${typeof error === "string" ? error : "no"}`);
    return answer;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  async #request(message: object): Promise<JanusMessage> {
    const transaction = String((this.#lastTransaction += 1));
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("Janus did not answer"));
      }, ANSWER_MS);
      this.#waiting.set(transaction, (answer) => {
        clearTimeout(timer);
        if (answer.janus === "error") reject(new Error("Janus refused"));
        else resolve(answer);
      });
      const session = this.#id === undefined ? {} : { session_id: this.#id };
      this.#socket.send(JSON.stringify({ ...message, ...session, transaction }));
    });
  }
}
