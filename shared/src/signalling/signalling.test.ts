import { describe, expect, it } from "vitest";
import { type TestRandom, seededRandom } from "../testing/random.ts";
import { notificationExamples, requestExamples, responseExamples } from "./examples.ts";
import {
  headerExtensionUris,
  MAX_MESSAGE_BYTES,
  type Method,
  parseClientRequest,
  parseResponseData,
  parseServerMessage,
  readMessage,
  rtpCapabilitiesFrom,
  rtpParametersFrom,
  SignallingError,
} from "./index.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const requests = Object.entries(requestExamples).map(([method, data], id) => ({ id, method, data }));
const responses = Object.entries(responseExamples) as [Method, object][];
const notifications = Object.entries(notificationExamples).map(([method, data]) => ({ method, data }));
const answers = [
  { id: 4_294_967_295, ok: true, data: {} },
  { id: 0, ok: false, error: { code: "sfu/limit", message: "too many consumers" } },
];

function wire(message: unknown): unknown {
  return readMessage(JSON.stringify(message));
}

function errorOf(action: () => unknown): SignallingError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(SignallingError);
    expect((error as SignallingError).code).toBe("signalling/invalid");
    return error as SignallingError;
  }
  throw new Error("nothing was thrown");
}

/** The example with one field replaced; `path` is dotted. */
function changed(example: unknown, path: string, value: Json): Json {
  const copy = structuredClone(example) as { [key: string]: Json };
  const keys = path.split(".");
  const last = keys.pop() as string;
  let parent = copy;
  for (const key of keys) parent = parent[key] as { [key: string]: Json };
  parent[last] = value;
  return copy;
}

describe("requests", () => {
  it.each(requests)("$method passes as it is", (request) => {
    expect(parseClientRequest(wire(request))).toEqual(request);
  });

  it.each(requests)("$method with a member too many is refused and can be answered", (request) => {
    const error = errorOf(() => parseClientRequest(changed(request, "data.extra", 1)));
    expect(error.requestId).toBe(request.id);
    errorOf(() => parseClientRequest(changed(request, "extra", 1)));
  });

  it.each<[string, Method, string, Json]>([
    ["another version", "join", "version", 2],
    ["a call id that is too short", "join", "callId", "AAAA"],
    ["a call id in another spelling", "join", "callId", "AAECAwQFBgcICQoLDA0ODx"],
    ["an admission that is padded", "join", "admission", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="],
    ["no resume token", "join", "resumeToken", null],
    ["a direction of its own", "createTransport", "direction", "both"],
    ["a transport id with a path in it", "restartIce", "transportId", "../../x"],
    ["a long transport id", "restartIce", "transportId", "a".repeat(65)],
    ["stream 16", "produce", "stream", 16],
    ["half a stream", "produce", "stream", 0.5],
    ["a kind of its own", "produce", "kind", "data"],
    ["no codecs", "produce", "rtpParameters.codecs", []],
    ["payload type 128", "produce", "rtpParameters.codecs.0.payloadType", 128],
    ["codec parameters that nest", "produce", "rtpParameters.codecs.0.parameters", { deep: { deeper: 1 } }],
    ["a codec that is a path", "produce", "rtpParameters.codecs.0.mimeType", "video/../x"],
    ["a huge ssrc", "produce", "rtpParameters.encodings.0.ssrc", 2 ** 32],
    ["a rid with a space", "produce", "rtpParameters.encodings.0.rid", "a b"],
    ["an unknown encoding member", "produce", "rtpParameters.encodings.0.codec", "vp8"],
    ["a list for an object", "produce", "rtpParameters.rtcp", []],
    ["a list of codec parameters", "produce", "rtpParameters.codecs.0.parameters", ["x"]],
    [
      "audio level",
      "produce",
      "rtpParameters.headerExtensions.0.uri",
      "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    ],
    ["a cname without end", "produce", "rtpParameters.rtcp.cname", "a".repeat(129)],
    ["no fingerprints", "connectTransport", "dtlsParameters.fingerprints", []],
    ["a fingerprint that is none", "connectTransport", "dtlsParameters.fingerprints.0.value", "AA:BB"],
    ["layer -1", "setPreferredLayers", "spatialLayer", -1],
    ["the data channel id that is none", "produceData", "streamId", 65_535],
    ["a reliability of its own", "consumeData", "reliability", "mostly"],
    ["nobody to evict", "evict", "participantIds", []],
    [
      "more to evict than a call holds",
      "evict",
      "participantIds",
      Array<string>(1025).fill("AAECAwQFBgcICQoLDA0ODw"),
    ],
    ["a short capability", "evict", "capability", "AAAA"],
  ])("with %s are refused", (_, method, path, value) => {
    errorOf(() => parseClientRequest({ id: 1, method, data: changed(requestExamples[method], path, value) }));
  });

  it.each([
    null,
    [],
    "join",
    {},
    { method: "ping", data: {} },
    { id: -1, method: "ping", data: {} },
    { id: 2 ** 32, method: "ping", data: {} },
    { id: "1", method: "ping", data: {} },
    { id: 1, method: "toString", data: {} },
    { id: 1, method: "__proto__", data: {} },
    { id: 1, method: "ping" },
    { id: 1, method: "ping", data: [] },
  ])("that are no request frame are refused: %j", (message) => {
    errorOf(() => parseClientRequest(message));
  });

  it("refused name the place of the fault and never the value", () => {
    const data = changed(requestExamples.join, "admission", "SECRETSECRET");
    const error = errorOf(() => parseClientRequest({ id: 7, method: "join", data }));
    expect(error.message).toBe("join is malformed at admission");
    expect(error.requestId).toBe(7);
  });

  it("cannot plant a prototype", () => {
    const planted = '{"id":1,"method":"ping","data":{"__proto__":{"polluted":true}}}';
    errorOf(() => parseClientRequest(readMessage(planted)));
    const parameters = JSON.stringify(requestExamples.produce).replace(
      '"parameters":{}',
      '"parameters":{"__proto__":{"polluted":1}}',
    );
    try {
      parseClientRequest(readMessage(`{"id":1,"method":"produce","data":${parameters}}`));
    } catch (error) {
      expect(error).toBeInstanceOf(SignallingError);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("with a list that is too long are refused without looking at its items", () => {
    let looked = false;
    const trap = new Proxy({}, { ownKeys: () => ((looked = true), []), has: () => (looked = true) });
    const { rtpParameters } = requestExamples.produce;
    const parametersWith = (codecs: unknown[]) => ({ ...rtpParameters, codecs });
    errorOf(() =>
      parseResponseData("consume", {
        ...responseExamples.consume,
        rtpParameters: parametersWith(Array(17).fill(trap)),
      }),
    );
    expect(looked).toBe(false);
    errorOf(() =>
      parseResponseData("consume", {
        ...responseExamples.consume,
        rtpParameters: parametersWith(Array(16).fill(trap)),
      }),
    );
    expect(looked).toBe(true);
  });
});

describe("what the SFU says", () => {
  it.each(notifications)("$method passes as it is", (notification) => {
    expect(parseServerMessage(wire(notification))).toEqual(notification);
    errorOf(() => parseServerMessage(changed(notification, "data.extra", 1)));
  });

  it.each(answers)("answer %j passes as it is", (answer) => {
    expect(parseServerMessage(wire(answer))).toEqual(answer);
    errorOf(() => parseServerMessage({ ...answer, extra: 1 }));
  });

  it.each(responses)("data answering %s passes as it is", (method, data) => {
    expect(parseResponseData(method, wire(data))).toEqual(data);
    errorOf(() => parseResponseData(method, { ...data, extra: 1 }));
  });

  it.each<[string, Method, string, Json]>([
    ["a consumer of an unknown kind", "consume", "type", "pipe"],
    ["port 0", "createTransport", "iceCandidates.0.port", 0],
    ["a candidate that is not the SFU's own", "createTransport", "iceCandidates.0.type", "relay"],
    ["an address with markup", "createTransport", "iceCandidates.0.address", "<x>"],
    [
      "a line break in the ICE password",
      "createTransport",
      "iceParameters.password",
      `${"a".repeat(22)}\r\n`,
    ],
    ["a stream out of range", "join", "participants.0.producers.0.stream", 99],
    ["limits missing", "join", "limits", {}],
    [
      "audio level on offer",
      "join",
      "routerRtpCapabilities.headerExtensions.0.uri",
      "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    ],
  ])("with %s is refused", (_, method, path, value) => {
    errorOf(() => parseResponseData(method, changed(responseExamples[method], path, value)));
  });

  it.each([
    { id: 1, ok: true },
    { id: 1, ok: false, data: {} },
    { id: 1, ok: false, error: { code: "sfu/other", message: "" } },
    { id: 1, ok: false, error: { code: "sfu/limit", message: "a".repeat(257) } },
    { id: 1, ok: 1, data: {} },
    { method: "kicked", data: {} },
    { method: "replaced", data: {}, id: 1 },
  ])("is refused: %j", (message) => {
    errorOf(() => parseServerMessage(message));
  });
});

describe("text messages", () => {
  it("may be 64 KiB and no more, counted in bytes", () => {
    const longest = `"${"a".repeat(MAX_MESSAGE_BYTES - 2)}"`;
    expect(readMessage(longest)).toHaveLength(MAX_MESSAGE_BYTES - 2);
    errorOf(() => readMessage(`${longest} `));
    errorOf(() => readMessage(`"${"é".repeat(MAX_MESSAGE_BYTES / 2)}"`));
  });

  it("that are not JSON are refused without being quoted", () => {
    const error = errorOf(() => readMessage('{"admission":"SECRET'));
    expect(error.message).toBe("message is not JSON");
    expect(error.cause).toBeUndefined();
  });

  it("that nest deeply are refused", () => {
    errorOf(() => parseClientRequest(readMessage("[".repeat(30_000) + "]".repeat(30_000))));
    const deep = '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000);
    errorOf(() => parseClientRequest(readMessage(`{"id":1,"method":"ping","data":${deep}}`)));
  });
});

describe("what the media libraries report", () => {
  it("loses the header extensions that are refused, and members without a value", () => {
    const reported = {
      codecs: [{ ...requestExamples.consume.rtpCapabilities.codecs[0], rtcpFeedback: undefined }],
      headerExtensions: [
        { kind: "audio", uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level", preferredId: 10 },
        { kind: "video", uri: "urn:3gpp:video-orientation", preferredId: 11 },
        { kind: "video", uri: headerExtensionUris[3], preferredId: 4 },
      ],
    };
    const capabilities = rtpCapabilitiesFrom(reported);
    expect(capabilities.headerExtensions).toEqual([reported.headerExtensions[2]]);
    expect(capabilities.codecs[0]).not.toHaveProperty("rtcpFeedback");
  });

  it("is refused where parameters use such an extension", () => {
    const { rtpParameters } = requestExamples.produce;
    expect(rtpParametersFrom({ ...rtpParameters, msid: undefined })).toEqual(rtpParameters);
    const level = { uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level", id: 10 };
    errorOf(() => rtpParametersFrom({ ...rtpParameters, headerExtensions: [level] }));
  });
});

describe("random JSON", () => {
  function randomJson(random: TestRandom, depth: number): Json {
    const kind = random.below(depth > 0 ? 8 : 6);
    if (kind === 0) return null;
    if (kind === 1) return random.below(2) === 0;
    if (kind === 2) return random.pick([-1, 0, 1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e300]);
    if (kind <= 5) return random.pick(["", "video", "a".repeat(200), "__proto__", "\ud800", "AAAA", "ping"]);
    const items = Array.from({ length: random.below(5) }, () => randomJson(random, depth - 1));
    if (kind === 6) return items;
    const keys = ["id", "method", "data", "ok", "codecs", "constructor", "length", "uri"];
    return Object.fromEntries(items.map((item) => [random.pick(keys), item]));
  }

  /** Replaces, removes or adds one thing somewhere inside. */
  function damage(random: TestRandom, value: Json): Json {
    if (typeof value !== "object" || value === null || random.below(6) === 0) return randomJson(random, 2);
    const keys = Object.keys(value);
    const copy = structuredClone(value) as { [key: string]: Json };
    const key = keys.length === 0 || random.below(10) === 0 ? "added" : random.pick(keys);
    if (random.below(8) === 0) delete copy[key];
    else copy[key] = damage(random, copy[key] ?? null);
    return copy;
  }

  it("never does anything but pass or throw the typed error", () => {
    const random = seededRandom("signalling on random JSON");
    const seeds = [...requests, ...notifications, ...answers, ...responses.map(([, data]) => data)] as Json[];
    const parsers = [
      parseClientRequest,
      parseServerMessage,
      ...responses.map(
        ([method]) =>
          (json: unknown) =>
            parseResponseData(method, json),
      ),
      (json: unknown) => rtpParametersFrom(Object(json) as object),
      (json: unknown) => rtpCapabilitiesFrom(Object(json) as object),
    ];
    let refused = 0;
    for (let round = 0; round < 1500; round++) {
      const json = random.below(4) === 0 ? randomJson(random, 4) : damage(random, random.pick(seeds));
      for (const parse of parsers) {
        try {
          parse(json);
        } catch (error) {
          if (!(error instanceof SignallingError)) throw new Error(`seed ${random.seed}`, { cause: error });
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
