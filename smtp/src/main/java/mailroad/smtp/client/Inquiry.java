package mailroad.smtp.client;

import mailroad.kernel.Reply;

/** What came of asking whether mail for a recipient would be taken. */
public sealed interface Inquiry {
  /** The reply to RCPT. */
  record Answered(Reply reply) implements Inquiry {}

  /** It did not come to RCPT: MAIL was refused, the connection was lost. */
  record Unanswered(String reason) implements Inquiry {}
}
