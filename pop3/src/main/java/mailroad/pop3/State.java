package mailroad.pop3;

import java.util.Optional;
import mailroad.mailbox.Mailbox;

/** Where a session stands (RFC 1939 section 3). UPDATE is no state of its own: it is what QUIT does. */
sealed interface State {
  /** Nobody is logged in; the name was given if USER came last. */
  record Authorization(Optional<String> user) implements State {
    /** Nobody is logged in, and no name was given. */
    static final Authorization FRESH = new Authorization(Optional.empty());
  }

  /** Somebody is logged in and has the maildrop. */
  record Transaction(Mailbox mailbox, Maildrop maildrop) implements State {}

  /** The session is over. */
  record Ended(Why why) implements State {}

  /** How a session came to its end. */
  enum Why {
    QUIT,
    TOO_MANY_BAD_COMMANDS,
    TOO_MANY_FAILED_LOGINS
  }
}
