package mailroad.pop3;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mailroad.mailbox.Mailbox;

/** What is to be said and done about a command. */
sealed interface Answer {
  /** {@code +OK} and the text. */
  record Ok(String text) implements Answer {}

  /** {@code -ERR} and the text: it cannot be done. */
  record No(String text) implements Answer {}

  /** {@code -ERR} and the text: it should not have been asked; counts against the client. */
  record Wrong(String text) implements Answer {}

  /** {@code +OK} and the text, then lines up to a lone dot; none of them begins with a dot. */
  record Lines(String text, Stream<String> lines) implements Answer {}

  /** A message, or its header and so many lines of its body. */
  record Content(Mailbox mailbox, Maildrop.Entry entry, OptionalInt lines) implements Answer {}

  /** The login is to be checked. */
  record Check(Credentials credentials) implements Answer {}

  /** An exchange by SASL is to be held, and its login checked. */
  record Exchange(String mechanism, Optional<String> response) implements Answer {
    @Override
    public String toString() {
      return "Exchange[" + mechanism + "]";
    }
  }

  /** TLS is to begin, after a word of consent. */
  record BeginTls() implements Answer {}

  /** What is marked as deleted is to be removed (RFC 1939 section 6). */
  record Update(State.Transaction transaction) implements Answer {}
}
