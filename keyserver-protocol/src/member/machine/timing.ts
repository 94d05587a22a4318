/** Every time the machine goes by, in ms. None of them decides what is right, only when an honest member acts. */

/** A joiner repeats its knock this often; the key server passes on the last 10 s to who comes late. */
export const KNOCK_EVERY_MS = 3_000;

/** How often a member of a call of this size reports its epochs to the others past the key server, ms. */
export function reportEveryMs(members: number): number {
  // In a large call, together no more than 10 a second: each goes to everybody.
  return Math.max(10_000, members * 100);
}

/**
 * Reports of a new epoch are spread over this time, ms. Undefined in a large call, where an epoch brings none about: they would be
 * as many as the square of its members, and come too late for the epoch to be used before all have had a second for it.
 */
export function reportJitterMs(members: number): number | undefined {
  return isLargeCall(members) ? undefined : members * 5;
}

/** Whether nobody waits for all to have reported an epoch: most would have to come in after the second that is waited at most. */
export function isLargeCall(members: number): boolean {
  return members > 50;
}

/** How often a member of a call of this size reports while somebody tells of another history, ms. */
export function suspiciousReportMs(members: number): number {
  return Math.max(1_500, members * 15);
}

/** How long after a lost log members may still be finding together, ms. */
export const LOSS_HEALS_MS = 60_000;

/** How long epochs are withheld before we try to join anew, ms; and how long before we try that again. */
export const REJOIN_AFTER_WITHHELD_MS = 20_000;
export const WITHHELD_REJOIN_PAUSE_MS = 300_000;

/** After this long a joiner takes its Welcome for lost and asks with a new key package (old leaf replaced). */
export const RENEW_KNOCK_AFTER_MS = 12_000;

/**
 * The same for who has done so this often already, and is heard by so many, ms: where all are slow, as in a crowd, a Welcome that
 * comes for keys just thrown away makes it worse.
 */
export function renewKnockAfterMs(renewals: number, listeners: number): number {
  return (RENEW_KNOCK_AFTER_MS + 50 * listeners) * 2 ** Math.min(renewals, 2);
}

/** Who was told why it waits keeps its key package as long as it is told so from time to time. */
export const LOBBY_PATIENCE_MS = 30_000;

/** Who waits is told so again this often: three times within a joiner's patience. */
export const NOTE_AGAIN_MS = 9_000;

/** Knocks that nobody could hear before a call counts as abandoned: 6 s, longer than a member's reconnect. */
export const UNHEARD_KNOCKS = 3;

/** Joiners that come within this window share one commit. Below what a person notices. */
export const ADMISSION_WINDOW_MS = 150;

/**
 * After the last epoch began, who comes into a call of this size waits this long, ms, for others who come: each epoch is work for
 * everybody. Not if enough for a whole commit wait.
 */
export function admissionSpacingMs(members: number): number {
  return isLargeCall(members) ? members * 10 : 0;
}

/**
 * Most joiners in one commit. Each commit after it pays for those that no path of their own joins to the tree yet; with
 * so many, that stays below what a commit may cost, whoever leaves next. A power of two: they fill a whole subtree.
 */
export const MAX_JOINERS_PER_COMMIT = 16;

/** Who is n-th in turn waits n times this long before it stands in: a commit and its way through the log take less. */
export const STAND_IN_MS = 1_500;

/** The same for the commits of a call of this size, ms: those of a large one are large. */
export function standInMs(members: number): number {
  return Math.max(STAND_IN_MS, members * 15);
}

/** A member of a small call that sent nothing for this long says that it is alive. */
export const HEARTBEAT_MS = 10_000;

/** Heartbeats of a large call together come no faster than this: the log keeps 512 entries, here more than three minutes. */
const HEARTBEAT_SPACING_MS = 400;

/** How long a member of a call of this size may say nothing, ms. */
export function heartbeatMs(members: number): number {
  return Math.max(HEARTBEAT_MS, members * HEARTBEAT_SPACING_MS);
}

/** Three missed heartbeats, and a member of a call of this size is asked, ms. */
export function silentAfterMs(members: number): number {
  return 3 * heartbeatMs(members);
}

/** How long a member has to answer a probe. */
export const PROBE_ANSWER_MS = 4_000;

/** A probe that the log has not shown by now is sent again. */
export const PROBE_AGAIN_MS = 3_000;

/** A rotation may be this late (all members stand in meanwhile) before the call shows it. */
export const ROTATION_GRACE_MS = 15_000;

/** The connection may be gone for this long before the call shows it. */
export const AWAY_GRACE_MS = 3_000;

/** How long a mailbox keeps an announcement: the rest of the slot before, its own slot, and the one after. */
export const ANNOUNCEMENT_TTL_SECONDS = 45;

/** The announcement for a slot is put up this long before the slot begins. */
export const ANNOUNCE_AHEAD_MS = 5_000;

/** A first joiner whose announcement was acknowledged this close to the slot's end starts over in the next. */
export const ANNOUNCE_MARGIN_MS = 1_000;

/** When a member that is alone looks at its announcement again: after the first of another call had their turn. */
export const LOOK_AGAIN_MS = 3_000;

/** How many members, in turn, see to the announcement. */
export const ANNOUNCERS = 3;

/** State for newcomers to a call of this size is sent after a random delay of up to this, ms: not all send at once. */
export function stateJitterMs(members: number): number {
  return Math.max(300, members * 10);
}

/** A Welcome is sent again if its joiner still knocks within this time, and so long after the last time. */
export const WELCOME_KEPT_MS = 20_000;
export const WELCOME_AGAIN_MS = 4_000;

/** Pause after a request that the key server could not serve. */
export const RETRY_MS = 1_000;

/** Who waits for somebody else to begin looks this often: the picture comes soon, and hundreds who wait are few requests. */
export const LOOK_FOR_CALL_MS = 2_000;

/** A hole in the log that has not closed by now is asked for. */
export const GAP_MS = 1_000;

/** How long leaving waits for the log to take the goodbye. */
export const GOODBYE_MS = 1_500;

/** Whoever moved to a new log and hears nobody there was wrong to move. */
export const LONELY_AFTER_MOVE_MS = 10_000;

/** A log that a member has spoilt, and nobody has mended by now, is given up: six turns and their way through the log. */
export const SPOILT_PATIENCE_MS = 15_000;

/** Logs a call may use up. Each further one costs an insider one append; past this the call ends in an error. */
export const MAX_GENERATION = 8;

/** A key server's clock is believed if it is at most this far from ours. */
export const MAX_CLOCK_OFFSET_MS = 600_000;

/** A request that is not answered by now is lost, and the connection with it. A long replay takes seconds. */
export const ANSWER_MS = 20_000;

/** Whoever is this late for what was due has slept. Browsers delay timers of pages in the background by less. */
export const ASLEEP_MS = 15_000;

/** A key server's greeting that comes late, and changes what we take for its time by more than this, is a reason to begin again. */
export const CLOCK_CHANGE_MS = 1_000;

/** How long to wait for the key server to say its time. */
export const HELLO_MS = 2_000;
