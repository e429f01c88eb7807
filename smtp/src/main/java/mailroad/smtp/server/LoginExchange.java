package mailroad.smtp.server;

import java.io.IOException;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.sasl.Negotiation;
import mailroad.smtp.Auth;
import mailroad.smtp.Replies;
import mailroad.smtp.ReplyForm;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.SaslPeer;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One AUTH, from the command to the answer of who knows the accounts (RFC 4954 section 4). */
final class LoginExchange {
  private static final Logger LOG = LoggerFactory.getLogger(LoginExchange.class);

  private final Session.Parts parts;
  private final Wire wire;
  private final Client client;
  private Reply unreadable = Replies.BAD_LOGIN_RESPONSE;

  LoginExchange(Session.Parts parts, Wire wire, Client client) {
    this.parts = parts;
    this.wire = wire;
    this.client = client;
  }

  /** What came of it. */
  sealed interface Result {
    /** The account is known. */
    record Known(EmailAddress account) implements Result {}

    /** What the client claims is not true. */
    record Denied(String login) implements Result {}

    /** It did not come to a claim. */
    record Spoiled(Reply reply) implements Result {}

    /** Whether the claim is true cannot be known now. */
    record Unavailable() implements Result {}
  }

  Result run(Auth auth) throws IOException, InterruptedException {
    Negotiation<EmailAddress> negotiation =
        new Negotiation<>(
            parts.world(),
            parts.doorkeeper().orElseThrow(),
            SaslPeer.of(wire, client.remote().getAddress()),
            this::ask);
    return switch (negotiation.run(auth.mechanism(), auth.initial())) {
      case Negotiation.Result.Granted<EmailAddress>(var account, _) -> new Result.Known(account);
      case Negotiation.Result.Denied<EmailAddress>(var login) -> new Result.Denied(login);
      case Negotiation.Result.Cancelled<EmailAddress>() ->
          new Result.Spoiled(Replies.LOGIN_CANCELLED);
      case Negotiation.Result.Malformed<EmailAddress>(_) ->
          new Result.Spoiled(Replies.BAD_LOGIN_RESPONSE);
      case Negotiation.Result.Unreadable<EmailAddress>() -> new Result.Spoiled(unreadable);
      case Negotiation.Result.NotOffered<EmailAddress>() ->
          new Result.Spoiled(Replies.UNKNOWN_MECHANISM);
      case Negotiation.Result.Busy<EmailAddress>() -> new Result.Unavailable();
      case Negotiation.Result.Unavailable<EmailAddress>(var cause) -> {
        LOG.warn("event=login-failed peer={} reason=\"{}\"", wire.peer(), cause.getMessage());
        yield new Result.Unavailable();
      }
    };
  }

  private Optional<String> ask(String challenge) throws IOException {
    wire.write(ReplyForm.write(new Reply(334, "", challenge)));
    wire.flush();
    SmtpServerConfig config = parts.config();
    try {
      Line line =
          wire.readLine(config.limits().loginLineOctetsMax(), config.times().commandTimeout());
      if (line.ending() == Line.Ending.CRLF) {
        return Optional.of(line.text());
      }
      unreadable = Replies.BARE_LF;
    } catch (LineTooLongException e) {
      unreadable = Replies.LOGIN_LINE_TOO_LONG;
    }
    return Optional.empty();
  }
}
