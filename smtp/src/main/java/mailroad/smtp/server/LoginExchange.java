package mailroad.smtp.server;

import java.io.IOException;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.smtp.Auth;
import mailroad.smtp.Replies;
import mailroad.smtp.ReplyForm;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/** One AUTH, from the command to the answer of who knows the accounts (RFC 4954 section 4). */
final class LoginExchange {
  private final Session.Parts parts;
  private final Wire wire;
  private final Client client;

  LoginExchange(Session.Parts parts, Wire wire, Client client) {
    this.parts = parts;
    this.wire = wire;
    this.client = client;
  }

  /** What came of it. */
  sealed interface Result {
    /** The account is known. */
    record Known(EmailAddress account) implements Result {}

    /** Name and password do not belong together. */
    record Denied(String login) implements Result {}

    /** It did not come to a name and a password. */
    record Spoiled(Reply reply) implements Result {}

    /** Whether they belong together cannot be known now. */
    record Unavailable() implements Result {}
  }

  Result run(Auth auth) throws IOException, InterruptedException {
    Sasl step = Sasl.begin(auth);
    while (step instanceof Sasl.Asking asking) {
      wire.write(ReplyForm.write(new Reply(334, "", asking.challenge())));
      wire.flush();
      step = answer(asking);
    }
    return switch (step) {
      case Sasl.Given(var login, var password) -> check(login, password);
      case Sasl.Failed(var reply) -> new Result.Spoiled(reply);
      case Sasl.Asking _ -> throw new IllegalStateException("still asking");
    };
  }

  private Sasl answer(Sasl.Asking asking) throws IOException {
    SmtpServerConfig config = parts.config();
    try {
      Line line =
          wire.readLine(config.limits().loginLineOctetsMax(), config.times().commandTimeout());
      return switch (line.ending()) {
        case CRLF -> Sasl.answer(asking, line.text());
        case BARE_LF -> new Sasl.Failed(Replies.BARE_LF);
      };
    } catch (LineTooLongException e) {
      return new Sasl.Failed(Replies.LOGIN_LINE_TOO_LONG);
    }
  }

  private Result check(String login, String password) throws InterruptedException {
    Authenticator authenticator = parts.authenticator().orElseThrow();
    return switch (authenticator.authenticate(login, password, client)) {
      case Authenticator.Result.Granted(var account) -> new Result.Known(account);
      case Authenticator.Result.Denied() -> new Result.Denied(login);
      case Authenticator.Result.Unavailable() -> new Result.Unavailable();
    };
  }
}
