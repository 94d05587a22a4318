/** The last change of each sender that was begun. */
const begun = new WeakMap<RTCRtpSender, Promise<void>>();

/**
 * Changes a sender's parameters when all changes asked for before are done: of two at one time, browsers refuse one, or
 * it undoes the other.
 * @param change reads the parameters and sets them
 * @throws whatever `change` throws
 */
export async function changeInTurn(sender: RTCRtpSender, change: () => Promise<void>): Promise<void> {
  const before = begun.get(sender) ?? Promise.resolve();
  const mine = before.then(change, change);
  begun.set(sender, mine);
  await mine;
}
