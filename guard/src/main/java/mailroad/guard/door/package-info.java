/**
 * The door: who may come in, who has to wait, and who stays out. {@link mailroad.guard.door.Door} answers the questions
 * of {@link mailroad.mta.gate.Gate} that come before a message is whole.
 *
 * <p>A stranger at the port for other servers is first looked at: it has to wait for the greeting, and is asked about at
 * {@linkplain mailroad.guard.door.DnsLists DNS lists}. What that shows, with its name and its conduct, is {@linkplain
 * mailroad.guard.verdict.Evidence evidence}: the same functions of values give it at the door, to the verdict on a whole
 * message, and to who judges one offline. Whoever is suspicious is {@linkplain mailroad.guard.door.Greylist greylisted};
 * {@linkplain mailroad.guard.door.Rates rates} bound everybody. Who offends too often is {@linkplain
 * mailroad.guard.door.Bans banned}, which {@link mailroad.wire.Listener} asks about before a session begins, at every port.
 *
 * <p>Called by the tasks of sessions, which may wait, and by the tasks that accept connections, which may not. What is
 * learned lies in memory, bounded, and is written to the store by one task of its own. RFC 5782, RFC 6647, RFC 8601.
 */
@NullMarked
package mailroad.guard.door;

import org.jspecify.annotations.NullMarked;
