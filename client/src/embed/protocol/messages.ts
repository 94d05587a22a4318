import * as v from "valibot";
import { EmbedError } from "./EmbedError.ts";
import { type EmbedEvent, EVENTS, type EventName } from "./events.ts";
import { type MethodName, METHODS } from "./methods.ts";

const Id = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));

const Ask = v.strictObject({
  type: v.literal("ask"),
  id: Id,
  method: v.picklist(Object.keys(METHODS) as [MethodName, ...MethodName[]]),
  args: v.pipe(v.array(v.unknown()), v.maxLength(4)),
});

const Answer = v.variant("ok", [
  v.strictObject({ type: v.literal("answer"), id: Id, ok: v.literal(true), value: v.unknown() }),
  v.strictObject({
    type: v.literal("answer"),
    id: Id,
    ok: v.literal(false),
    code: v.pipe(v.string(), v.maxLength(128)),
    message: v.pipe(v.string(), v.maxLength(1024)),
  }),
]);

const Event = v.strictObject({
  type: v.literal("event"),
  name: v.picklist(Object.keys(EVENTS) as [EventName, ...EventName[]]),
  detail: v.unknown(),
});

/** The page to the frame, over their channel. */
export type ToFrame = v.InferOutput<typeof Ask>;
/** The frame to the page, over their channel. */
export type FromFrame = v.InferOutput<typeof Answer> | ({ readonly type: "event" } & EmbedEvent);

/**
 * Reads what a page asks. Arguments are checked too, with absent ones at the end filled in.
 * @throws EmbedError `embed/invalid`; with the question's id if it has one, so that it can be answered
 */
export function readToFrame(data: unknown): ToFrame {
  const read = v.safeParse(Ask, data);
  if (!read.success) throw new EmbedError("embed/invalid", "this is no question");
  const { method, args } = read.output;
  const { takes } = METHODS[method];
  // Absent ones are the last.
  const all = [...args, ...Array<undefined>(Math.max(0, takes.items.length - args.length))];
  const checked = v.safeParse(takes, all);
  if (!checked.success || args.length > takes.items.length)
    throw new EmbedError("embed/invalid", `${method} takes other arguments`, read.output.id);
  return { ...read.output, args: [...checked.output] };
}

/**
 * Reads what a frame says. What an answer gives is checked where the question is known: {@link readAnswer}.
 * @throws EmbedError `embed/invalid`
 */
export function readFromFrame(data: unknown): FromFrame {
  const answer = v.safeParse(Answer, data);
  if (answer.success) return answer.output;
  const event = v.safeParse(Event, data);
  if (event.success) {
    const { name } = event.output;
    const detail = v.safeParse(EVENTS[name], event.output.detail);
    if (detail.success) return { type: "event", name, detail: detail.output } as FromFrame;
  }
  throw new EmbedError("embed/invalid", "this is neither an answer nor an event");
}

/**
 * What a method gave.
 * @throws EmbedError `embed/invalid`
 */
export function readAnswer(method: MethodName, value: unknown): unknown {
  const read = v.safeParse(METHODS[method].gives, value);
  if (!read.success) throw new EmbedError("embed/invalid", `${method} gives something else`);
  return read.output;
}
