package mailroad.smtp.client;

import mailroad.kernel.Reply;

/** What became of one recipient in one transaction. */
public sealed interface Outcome {
  /** The other side answers for the message now: 2xx to the final dot. */
  record Delivered(Reply reply) implements Outcome {}

  /** The other side said no, for now or for ever, as the reply says; a 421 ended the session. */
  record Refused(Stage stage, Reply reply) implements Outcome {}

  /**
   * Not even tried, since the other side cannot take it: too large (5.3.4), needs SMTPUTF8 (5.6.7),
   * 8BITMIME (5.6.3), BINARYMIME (5.6.1) or REQUIRETLS (5.7.30), or the content has bare CR or LF (5.6.11).
   *
   * @param reply in our own words
   */
  record Unsendable(Reply reply) implements Outcome {}

  /**
   * One recipient too many for this transaction (RFC 5321 section 4.5.3.1.10): belongs in a further one
   * at once.
   */
  record Postponed(Reply reply) implements Outcome {}

  /** The connection broke before the final dot was sent; the message was not taken over. */
  record Lost(Stage stage, String reason) implements Outcome {}

  /** The connection broke after the final dot: the message may have been taken over (RFC 1047). */
  record Doubtful(String reason) implements Outcome {}
}
