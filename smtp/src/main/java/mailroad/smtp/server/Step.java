package mailroad.smtp.server;

import mailroad.kernel.Reply;
import mailroad.smtp.Auth;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.MailFrom;
import mailroad.smtp.RcptTo;
import mailroad.smtp.XClient;

/** What a command leads to: {@link Dialogue} decides it, {@link Session} does it. */
sealed interface Step {
  /** An answer; the session goes on in that state. */
  record Say(Reply reply, State state) implements Step {}

  /** The command was wrong; the state stays. Such are counted. */
  record Fault(Reply reply) implements Step {}

  /** The last answer. */
  record End(Reply reply) implements Step {}

  /** EHLO or HELO: the owner is asked, what was open is given up. */
  record Introduce(Hello hello) implements Step {}

  /** MAIL: the owner is asked. */
  record JudgeSender(MailFrom mail) implements Step {}

  /** RCPT: the owner is asked. */
  record JudgeRecipient(Envelope soFar, RcptTo rcpt) implements Step {}

  /** DATA: content is asked for, and taken. */
  record Receive(Envelope envelope) implements Step {}

  /** BDAT: a chunk is read, and taken. */
  record TakeChunk(Envelope envelope, long octets, boolean last) implements Step {}

  /** BDAT out of its time: the chunk is read, and dropped. */
  record SkipChunk(long octets, Reply reply) implements Step {}

  /** VRFY of somebody who may know: the owner is asked. */
  record Verify(String name) implements Step {}

  /** EXPN of somebody who may know: the owner is asked. */
  record Expand(String name) implements Step {}

  /** ETRN: the owner is asked. */
  record StartQueue(Etrn etrn) implements Step {}

  /** XCLIENT of a known proxy: the session begins anew, with another client. */
  record Impersonate(XClient told) implements Step {}

  /** STARTTLS. */
  record Secure() implements Step {}

  /** AUTH. */
  record LogIn(Auth auth) implements Step {}
}
