package mailroad.mta.gate;

import java.time.Duration;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.Replies;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;

/**
 * Guards what comes in. Asked after intake's own rules have taken a step: whatever it says, nobody can relay who may
 * not. All calls come from the session's task and may wait; any number of tasks call at once.
 */
public interface Gate {
  /** Lets all in as it is. */
  Gate OPEN = new Gate() {};

  /** Somebody is there: how long to keep silent before the greeting, to see whether the client waits for it. */
  default Duration hesitation(Client client) throws InterruptedException {
    return Duration.ZERO;
  }

  /** Somebody connected; asked before the greeting. */
  default Decision connected(Client client) throws InterruptedException {
    return client.conduct().earlyTalk()
        ? new Decision.Refuse(Replies.EARLY_TALKER)
        : Decision.accept();
  }

  /** The client introduced itself. */
  default Decision hello(Client client) throws InterruptedException {
    return Decision.accept();
  }

  /** MAIL, by a sender whom intake takes. */
  default Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException {
    return Decision.accept();
  }

  /** RCPT, for a recipient whom intake takes. */
  default Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    return Decision.accept();
  }

  /** RCPT, for a recipient whom intake refused, such as one that does not exist. */
  default void refused(Client client, Envelope soFar, Recipient recipient, Reply reply)
      throws InterruptedException {}

  /** A command was wrong, and is answered when this has returned. */
  default void faulted(Client client, Reply reply) throws InterruptedException {}

  /** The session is over. Waits for nothing. */
  default void left(Client client, Departure departure) {}

  /** A message is whole. Nothing of it is taken before this has answered. */
  default Judgement judge(Arriving message) throws InterruptedException {
    return Judgement.pass(message.envelope());
  }
}
