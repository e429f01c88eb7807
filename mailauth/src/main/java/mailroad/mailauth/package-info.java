/**
 * Who a message is really from. A message's client, envelope and content come in ({@link mailroad.mailauth.Question}), and
 * {@link mailroad.mailauth.Authentication} comes out: what iprev, SPF, DKIM, DMARC and ARC say, each with its reasons. What
 * follows from that is the guard's to decide.
 *
 * <p>{@link mailroad.mailauth.MailAuth} is called by the tasks of sessions. It starts a task for each check, so that they
 * wait for DNS at the same time, and ends those that are not done when the time is over. DMARC waits for SPF and DKIM; its
 * record is looked for meanwhile.
 */
@NullMarked
package mailroad.mailauth;

import org.jspecify.annotations.NullMarked;
