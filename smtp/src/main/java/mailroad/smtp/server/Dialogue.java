package mailroad.smtp.server;

import mailroad.kernel.Reply;
import mailroad.smtp.Auth;
import mailroad.smtp.Body;
import mailroad.smtp.Command;
import mailroad.smtp.Data;
import mailroad.smtp.Ehlo;
import mailroad.smtp.Envelope;
import mailroad.smtp.Expn;
import mailroad.smtp.Foreign;
import mailroad.smtp.Handling;
import mailroad.smtp.Helo;
import mailroad.smtp.Help;
import mailroad.smtp.MailFrom;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Malformed;
import mailroad.smtp.Noop;
import mailroad.smtp.Quit;
import mailroad.smtp.RcptTo;
import mailroad.smtp.Replies;
import mailroad.smtp.Rset;
import mailroad.smtp.StartTls;
import mailroad.smtp.Vrfy;
import mailroad.smtp.server.State.Addressed;
import mailroad.smtp.server.State.Connected;
import mailroad.smtp.server.State.Ready;
import mailroad.smtp.server.State.Sending;
import mailroad.smtp.server.Step.End;
import mailroad.smtp.server.Step.Fault;
import mailroad.smtp.server.Step.Introduce;
import mailroad.smtp.server.Step.JudgeRecipient;
import mailroad.smtp.server.Step.JudgeSender;
import mailroad.smtp.server.Step.LogIn;
import mailroad.smtp.server.Step.Receive;
import mailroad.smtp.server.Step.Say;
import mailroad.smtp.server.Step.Secure;

/**
 * The order of commands, RFC 5321 section 4.1.4, as one table. Decides from its parameters and nothing
 * else; a new command compiles only once it has a row.
 */
final class Dialogue {
  private Dialogue() {}

  static Step next(State state, Command command, Facts facts) {
    return switch (command) {
      case Malformed(var reply) -> new Fault(reply);
      case Foreign() -> new End(Replies.NOT_SMTP);
      case Quit() -> new End(Replies.BYE);
      case Noop() -> new Say(Replies.OK, state);
      case Help() -> new Say(Replies.HELP, state);
      case Vrfy _, Expn _ -> new Say(Replies.CANNOT_VERIFY, state);
      case Rset() -> new Say(Replies.OK, state instanceof Connected ? state : new Ready());
      case Ehlo(var name) -> new Introduce(new Hello.Ehlo(name));
      case Helo(var name) -> new Introduce(new Hello.Helo(name));
      case StartTls() -> startTls(facts);
      case Auth auth -> auth(state, auth, facts);
      case MailFrom mail when state instanceof Ready -> mail(mail, facts);
      case RcptTo rcpt when state instanceof Sending(var envelope) -> rcpt(envelope, rcpt, facts);
      case RcptTo rcpt when state instanceof Addressed(var envelope) -> rcpt(envelope, rcpt, facts);
      case Data() when state instanceof Addressed(var envelope) -> new Receive(envelope);
      case Data() when state instanceof Sending -> new Say(Replies.NO_RECIPIENTS, state);
      case MailFrom _, RcptTo _, Data _ -> new Fault(outOfOrder(state, command));
    };
  }

  private static Reply outOfOrder(State state, Command command) {
    if (state instanceof Connected) {
      return Replies.HELLO_FIRST;
    }
    return command instanceof MailFrom ? Replies.NESTED_MAIL : Replies.MAIL_FIRST;
  }

  /** RFC 3207 section 4: not twice. It may come amid a transaction, which is given up then. */
  private static Step startTls(Facts facts) {
    if (facts.client().tls().isPresent()) {
      return new Fault(Replies.BAD_SEQUENCE);
    }
    return facts.offersStartTls() ? new Secure() : new Fault(Replies.NOT_IMPLEMENTED);
  }

  /** RFC 4954 section 4: after EHLO, outside a transaction, once. */
  private static Step auth(State state, Auth auth, Facts facts) {
    if (!facts.hasLogins()) {
      return new Fault(Replies.NOT_IMPLEMENTED);
    }
    if (!(state instanceof Ready) || facts.client().login().isPresent()) {
      return new Fault(state instanceof Connected ? Replies.HELLO_FIRST : Replies.BAD_SEQUENCE);
    }
    return facts.passwordsMayCome() ? new LogIn(auth) : new Fault(Replies.ENCRYPTION_REQUIRED);
  }

  private static Step mail(MailFrom mail, Facts facts) {
    if (facts.needsLogin()) {
      return new Fault(
          facts.passwordsMayCome() || !facts.offersStartTls()
              ? Replies.LOGIN_FIRST
              : Replies.STARTTLS_FIRST);
    }
    MailParameters said = mail.parameters();
    if (said.body() == Body.BINARY || !said.handling().equals(Handling.NONE)) {
      return new Fault(Replies.UNKNOWN_PARAMETER);
    }
    SmtpLimits limits = facts.config().limits();
    if (facts.messages() >= limits.messagesMax()) {
      return new End(Replies.TOO_MANY_MESSAGES);
    }
    long announced = mail.parameters().size().orElse(0);
    return announced > limits.messageOctetsMax()
        ? new Say(Replies.MESSAGE_TOO_LARGE, new Ready())
        : new JudgeSender(mail);
  }

  private static Step rcpt(Envelope envelope, RcptTo rcpt, Facts facts) {
    if (rcpt.utf8() && !envelope.parameters().utf8()) {
      return new Fault(Replies.NEEDS_SMTPUTF8);
    }
    State stays = envelope.recipients().isEmpty() ? new Sending(envelope) : new Addressed(envelope);
    return envelope.recipients().size() >= facts.config().limits().recipientsMax()
        ? new Say(Replies.TOO_MANY_RECIPIENTS, stays)
        : new JudgeRecipient(envelope, rcpt);
  }
}
