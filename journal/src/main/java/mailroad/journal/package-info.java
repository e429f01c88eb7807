/**
 * The one event log: what befell each message, kept with the change that it tells of, and read as journeys.
 *
 * <p>Whoever changes something for a message drafts its {@link mailroad.kernel.Event}s into the very batch of
 * that change ({@link mailroad.journal.Journal#draft}) and commits both ({@link
 * mailroad.journal.Journal.Draft#commit}): so an event stands in the log exactly if what it tells of
 * happened, and listeners (log lines, the demo, metrics) hear of it only then. {@link mailroad.journal.Journey}
 * puts the events of one message together over all servers whose journals are at hand.
 *
 * <p>All runs in the caller's task. Text from outside is bounded when it is written and made visible when it is
 * shown.
 */
@NullMarked
package mailroad.journal;

import org.jspecify.annotations.NullMarked;
