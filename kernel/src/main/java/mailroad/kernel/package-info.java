/**
 * The words of mail, and the World.
 *
 * <p>Here live the small values that every room speaks in ({@link mailroad.kernel.EmailAddress},
 * {@link mailroad.kernel.Domain}, {@link mailroad.kernel.ReversePath}, {@link
 * mailroad.kernel.QueueId}, {@link mailroad.kernel.Reply}, {@link mailroad.kernel.Event}), and
 * {@link mailroad.kernel.World}, through which alone a program reaches the clock, the network,
 * randomness and other tasks. No protocol, no storage, no configuration.
 *
 * <p>RFC 5321 (addresses and replies), RFC 3463 (enhanced status codes), RFC 5891 (IDNA).
 */
@NullMarked
package mailroad.kernel;

import org.jspecify.annotations.NullMarked;
