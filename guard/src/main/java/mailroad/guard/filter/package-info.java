/**
 * Filters that run outside this server: clamd, rspamd, SpamAssassin's spamd, and any milter. {@link
 * mailroad.guard.filter.Filters} opens those that {@link mailroad.guard.filter.FiltersConfig} names; each is a {@link
 * mailroad.guard.verdict.Filter} that keeps a time limit, asks no more than so many times at once, leaves a program
 * alone for a while that failed again and again, and follows a stated rule where it gets no answer.
 *
 * <p>A filter is asked by the task of the session whose message it looks at, once the message is whole, and that task
 * waits. Nothing here starts a task.
 *
 * <p>RFC 9110 and RFC 9112 (HTTP, for rspamd); clamd's and spamd's protocols are described in their programs' manuals,
 * the milter protocol (version 6) in Sendmail's {@code mfdef.h} and the manual of its library.
 */
@NullMarked
package mailroad.guard.filter;

import org.jspecify.annotations.NullMarked;
