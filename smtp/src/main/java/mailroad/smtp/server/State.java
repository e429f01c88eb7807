package mailroad.smtp.server;

import mailroad.smtp.Envelope;

/** How far a session has come (RFC 5321 section 4.1.4). */
sealed interface State {
  /** Greeted, and not yet introduced. */
  record Connected() implements State {}

  /** Introduced: no transaction is open. */
  record Ready() implements State {}

  /** MAIL was accepted. */
  record Sending(Envelope envelope) implements State {}

  /** At least one RCPT was accepted. */
  record Addressed(Envelope envelope) implements State {}

  /** Some of the content has come in chunks (RFC 3030 section 2). */
  record Chunking(Envelope envelope) implements State {}

  /** The last word was said. */
  record Closed() implements State {}
}
