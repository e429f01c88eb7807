/**
 * Our own classifier, which learns from what users do: a message that is moved into the Junk mailbox is spam, one that is
 * moved out of it, answered, or filed is good.
 *
 * <p>{@link mailroad.guard.learn.Features} makes a set of tokens of a message; {@link mailroad.guard.learn.Memory} counts in
 * the store in how many good and spam messages each was, for each account and for the site; {@link
 * mailroad.guard.learn.Models} keeps what is used in memory; {@link mailroad.guard.learn.Bayes} says by these counts what a
 * message looks like, and {@link mailroad.guard.learn.ClassifierFilter} makes evidence of it. {@link
 * mailroad.guard.learn.Lessons} is told what users do and learns in a task of its own, so that no session waits for it.
 *
 * <p>What stands in the store is described in {@code classifier.proto}; the way it counts is argued for in
 * docs/decisions/0002-classifier.md. $Junk and $NotJunk are registered keywords (RFC 5788).
 */
@NullMarked
package mailroad.guard.learn;

import org.jspecify.annotations.NullMarked;
