/**
 * Which mailbox: aliases, subaddresses, postmaster, catch-all; and the filing itself.
 *
 * <p>{@link mailroad.mda.Mda#resolve} says what becomes of a local recipient, by {@link mailroad.mda.Resolving}, a pure
 * decision over {@link mailroad.mda.Addresses}, with its explanation. {@link mailroad.mda.Mda#file} adds what puts the
 * message into a mailbox to the caller's batch: it leaves the queue and stands in the mailbox in one commit.
 *
 * <p>Nothing here has a thread of its own: everything runs in the task that calls. RFC 5321 sections 3.9.1 (aliases), 4.4
 * (Return-Path) and 4.5.1 (postmaster), RFC 5233 (subaddresses).
 */
@NullMarked
package mailroad.mda;

import org.jspecify.annotations.NullMarked;
