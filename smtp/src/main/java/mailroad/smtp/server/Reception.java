package mailroad.smtp.server;

import java.time.Duration;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.Replies;

/**
 * Who may send what to whom: the owner of a session decides, and takes the content.
 *
 * <p>The session has checked syntax, order, limits and the need of authentication before it asks. All
 * calls come from the session's task and may wait. What goes wrong inside (a store that fails) is answered
 * by a refusal with 451 or 452; it does not end the session.
 */
public interface Reception {
  /**
   * Somebody is there: how long to keep silent before the greeting, to see whether the client waits for it. The longer
   * of this and {@link SmtpTimes#greetingDelay} counts.
   */
  default Duration hesitation(Client client) throws InterruptedException {
    return Duration.ZERO;
  }

  /** Somebody connected; asked before the greeting. A refusal takes the greeting's place, and ends. */
  default Decision connected(Client client) throws InterruptedException {
    return client.conduct().earlyTalk()
        ? new Decision.Refuse(Replies.EARLY_TALKER)
        : Decision.accept();
  }

  /** The client introduced itself. */
  default Decision hello(Client client) throws InterruptedException {
    return Decision.accept();
  }

  /** MAIL: may this sender send through us? */
  Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException;

  /**
   * RCPT: does mail for this recipient go through us?
   *
   * @param soFar sender, parameters, and the recipients that were accepted before
   * @param recipient where the client said {@code <postmaster>} without a domain (RFC 5321 section 4.5.1),
   *     this is {@code postmaster} at our host name
   */
  Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException;

  /**
   * VRFY, of somebody who may know (RFC 5321 section 3.5).
   *
   * @param name what was asked about, as it stood on the line
   * @return 250 with the mailbox, 252 where nothing can be said, 550 if there is none
   */
  default Reply verify(Client client, String name) throws InterruptedException {
    return Replies.CANNOT_VERIFY;
  }

  /** EXPN, of somebody who may know: 250 with the members of a list; otherwise as {@link #verify}. */
  default Reply expand(Client client, String name) throws InterruptedException {
    return Replies.CANNOT_VERIFY;
  }

  /** ETRN: somebody wants the mail sent that waits here for a domain (RFC 1985 section 5). */
  default Reply startQueue(Client client, Etrn etrn) throws InterruptedException {
    return Replies.NOT_IMPLEMENTED;
  }

  /** A command was wrong, and is answered when this has returned. */
  default void faulted(Client client, Reply reply) throws InterruptedException {}

  /** The session is over. Waits for nothing. */
  default void left(Client client, Departure departure) {}

  /** DATA or BDAT: a message begins. It ends with {@link Incoming#finish} or {@link Incoming#abort}. */
  Incoming begin(Client client, Envelope envelope) throws InterruptedException;
}
