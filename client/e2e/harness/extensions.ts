/**
 * Runs in the page: the RTP header extensions (RFC 8285) that its connections have agreed on. Packets carry no others.
 */
export function agreedExtensions(): string[] {
  const { connections } = window as unknown as { connections: RTCPeerConnection[] };
  const uris = new Set<string>();
  // Firefox throws when a closed one is asked.
  const open = connections.filter(({ signalingState }) => signalingState !== "closed");
  for (const { localDescription, remoteDescription } of open) {
    const answer = localDescription?.type === "answer" ? localDescription : remoteDescription;
    for (const [, uri = ""] of (answer?.sdp ?? "").matchAll(/^a=extmap:\S+ (\S+)/gm)) uris.add(uri);
  }
  return [...uris];
}

/** Extensions that say who speaks, how a phone is held, or what its clock says. */
export const TELLING = /audio-level|video-orientation|capture-time/;
