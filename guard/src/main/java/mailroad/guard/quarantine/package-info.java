/**
 * Mail that is kept out of every mailbox: whole, with its evidence, until somebody lets it go or its time is over.
 *
 * <p>A message comes in with the batch that takes it ({@link mailroad.guard.quarantine.Quarantine#booking}), and leaves
 * with the batch by which it goes on, or by which its last copy is dropped ({@link mailroad.guard.quarantine.Warden}): so
 * none is lost and none goes twice, whatever ends in between. Each act is an event of the message and a line of its
 * history. Any number of tasks may use both; they block on the store. {@link mailroad.guard.quarantine.Shelf} knows where
 * things lie, {@code records/quarantine.proto} how. Letters about all this are written one package below.
 */
@NullMarked
package mailroad.guard.quarantine;

import org.jspecify.annotations.NullMarked;
