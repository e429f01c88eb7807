/**
 * Mail on its way out, kept in the store until each recipient is done with.
 *
 * <p>A {@link mailroad.mta.queue.QueuedMessage} has {@link mailroad.mta.queue.QueuedItem}s, one for each next hop
 * (a few, where there are very many recipients). An item lies in one record, is due at one time, is leased, tried
 * and settled as a whole, so that one dead domain never holds another's mail up. {@link
 * mailroad.mta.queue.MailQueue} takes mail in; {@code Lanes} knows the next hops: what waits in memory for which, whose
 * turn it is ({@code Turns}), how much at once ({@code Window}), who rests, and when which lane of the store is to be
 * read ({@code Agenda}). {@link mailroad.mta.queue.QueueRunner} reads those lanes, has a {@link
 * mailroad.mta.queue.Courier} carry what may start, and settles the outcome in one batch with the events and notices
 * that belong to it. What an outcome means is a pure function, {@code Settlement}. {@code Deadlines} looks after mail
 * that nobody tries. Administrators use {@link mailroad.mta.queue.Administration} and {@link
 * mailroad.mta.queue.QueueView}.
 *
 * <p>A crash at any point loses nothing: an item that was being tried is due again when its lease ends, or when
 * this node starts again. What the other side had taken over but nobody had written down yet is sent twice, which
 * is SMTP's own window (RFC 1047) made as small as a commit.
 *
 * <p>The runner is one task, the deadlines another; each attempt is a task of its own.
 *
 * <p>RFC 5321 section 4.5.4 (retrying), RFC 3461 (what is kept for notices), RFC 6710 (priority), RFC 4865 (release),
 * RFC 2852 (delivery by a time).
 */
@NullMarked
package mailroad.mta.queue;

import org.jspecify.annotations.NullMarked;
