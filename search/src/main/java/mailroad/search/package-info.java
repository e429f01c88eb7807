/**
 * Full-text search: what of a message is text, and an index of it.
 *
 * <p>IMAP looks for texts anywhere within words, so the index has no words: it has all runs of three characters ({@code
 * Grams}) of each message. {@link mailroad.search.FullText#candidates} says which messages can have a text at all; whoever
 * asks looks into these, and into those that the index does not have yet, by {@link mailroad.search.MessageText}. So the
 * index only ever saves work: lagging, damaged or gone, it makes no answer wrong.
 *
 * <p>One index of Lucene holds all mailboxes of a node ({@code TextIndex}). It is derived data: content never changes, and no
 * UIDVALIDITY is used twice, so a message is added once, and taken away some time after it has gone. One task of the World
 * ({@link mailroad.search.FullText#run}) goes through the mailboxes and adds what is missing; Lucene has no threads of its
 * own here. Sessions ask from their own tasks.
 *
 * <p>RFC 3501 section 6.4.4 (SEARCH), RFC 6203 (SEARCH=FUZZY).
 */
@NullMarked
package mailroad.search;

import org.jspecify.annotations.NullMarked;
