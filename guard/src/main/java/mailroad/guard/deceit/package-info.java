/**
 * Names that pose as others: links that lead elsewhere than they say, domains that look like the recipient's own or like
 * one of a configured list, senders that call themselves by somebody else's name. {@link
 * mailroad.guard.deceit.DeceitFilter} reads a message once; {@link mailroad.guard.deceit.LinkJudge} looks at its links,
 * {@link mailroad.guard.deceit.SenderJudge} at its From, Sender and Reply-To fields, both with {@link
 * mailroad.guard.deceit.Lookalikes}. All of it is evidence with small weights, in words that a recipient understands.
 * Runs in the task that asks (RFC 5322 section 3.6.2, RFC 3986 section 7.6, RFC 5890 section 4.4).
 */
@NullMarked
package mailroad.guard.deceit;

import org.jspecify.annotations.NullMarked;
