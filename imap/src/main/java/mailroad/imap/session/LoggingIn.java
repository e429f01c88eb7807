package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.command.Authenticate;
import mailroad.mailbox.Account;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Presence;
import mailroad.sasl.Negotiation;
import mailroad.store.StoreException;
import mailroad.wire.LineTooLongException;
import mailroad.wire.SaslPeer;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LOGIN, AUTHENTICATE and STARTTLS (RFC 3501 section 6.2); AUTHENTICATE by whatever mechanisms the accounts know.
 */
final class LoggingIn {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingIn.class);
  private static final Completion NOT_IN_THE_CLEAR =
      Completion.no("[PRIVACYREQUIRED] No passwords without TLS");

  /** RFC 5530 section 3: the same words whatever the reason is. */
  private static final Completion DENIED =
      Completion.no("[AUTHENTICATIONFAILED] No such login, or wrong password");

  /** RFC 5530 section 3. */
  private static final Completion TOO_MANY = Completion.no("[LIMIT] You have too many connections");

  private static final Completion UNAVAILABLE =
      Completion.no("[UNAVAILABLE] Logins cannot be checked now, try again later");

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;

  LoggingIn(Session.Surroundings around, Wire wire, Responses out) {
    this.around = around;
    this.wire = wire;
    this.out = out;
  }

  /** What came of it. */
  sealed interface Result {
    /** Logged in. */
    record In(Mailboxes mailboxes, Presence.Stay stay) implements Result {}

    /** As before. */
    record Out(Completion completion) implements Result {}

    /** As before, and one more failed try. */
    record Failed(Completion completion) implements Result {}

    /** The session must end. */
    record Left(String reason) implements Result {}
  }

  Result login(mailroad.imap.command.Login command) throws StoreException, InterruptedException {
    return Capabilities.mayUseLogin(wire, around)
        ? check(command.user(), command.password())
        : new Result.Out(NOT_IN_THE_CLEAR);
  }

  private boolean mayLogIn() {
    return Capabilities.mayLogIn(wire, around.config().plaintextLogin());
  }

  private Result check(String user, String password) throws StoreException, InterruptedException {
    return switch (around
        .authenticator()
        .authenticate(user, password, wire.remote().getAddress())) {
      case mailroad.mailbox.Login.Granted(var account) -> in(account);
      case mailroad.mailbox.Login.Denied(var reason) ->
          reason == mailroad.mailbox.Login.Reason.BUSY
              ? new Result.Out(UNAVAILABLE)
              : new Result.Failed(DENIED);
    };
  }

  private Result in(Account account) {
    Optional<Presence.Stay> stay = around.presence().enter(account, wire.remote().getAddress());
    if (stay.isEmpty()) {
      LOG.info("imap refused peer={} account={} why=too-many", wire.peer(), account.address());
      return new Result.Out(TOO_MANY);
    }
    LOG.info(
        "imap login peer={} account={} tls={}",
        wire.peer(),
        account.address(),
        wire.tls().map(tls -> tls.protocol()).orElse("none"));
    return new Result.In(around.mail().of(account), stay.get());
  }

  /** RFC 3501 section 6.2.2. */
  Result authenticate(Authenticate command)
      throws IOException, StoreException, InterruptedException {
    if (!mayLogIn()) {
      return new Result.Out(NOT_IN_THE_CLEAR);
    }
    Negotiation<Account> negotiation =
        new Negotiation<>(around.world(), around.authenticator(), SaslPeer.of(wire), this::ask);
    return switch (negotiation.run(command.mechanism(), command.initial())) {
      case Negotiation.Result.Granted<Account>(var account, _) -> in(account);
      case Negotiation.Result.Denied<Account>(_) -> new Result.Failed(DENIED);
      case Negotiation.Result.Cancelled<Account>() ->
          new Result.Out(Completion.bad("Cancelled, as you wish"));
      case Negotiation.Result.Malformed<Account>(var why) ->
          new Result.Out(Completion.bad("Not a response: " + why));
      case Negotiation.Result.Unreadable<Account>() ->
          new Result.Out(Completion.bad("The response is too long"));
      case Negotiation.Result.NotOffered<Account>() ->
          new Result.Out(Completion.no("[CANNOT] This mechanism is not offered"));
      case Negotiation.Result.Busy<Account>() -> new Result.Out(UNAVAILABLE);
      case Negotiation.Result.Unavailable<Account>(var cause) -> {
        LOG.error("imap login failed peer={} reason=\"{}\"", wire.peer(), cause.getMessage());
        yield new Result.Out(UNAVAILABLE);
      }
    };
  }

  /** Asks the client for its next response; empty if that is too long. */
  private Optional<String> ask(String challenge) throws IOException {
    out.goOn(challenge);
    try {
      return Optional.of(
          wire.readLine(
                  around.config().commandOctetsMaxBeforeLogin(), around.config().loginTimeout())
              .text());
    } catch (LineTooLongException e) {
      return Optional.empty();
    }
  }

  /** RFC 3501 section 6.2.1. What came before the handshake was not protected, and is never looked at (CVE-2011-0411). */
  Result startTls(String tag) throws IOException {
    if (!Capabilities.canStartTls(wire, around)) {
      return new Result.Out(Completion.bad("STARTTLS is not offered"));
    }
    if (wire.hasInput()) {
      return new Result.Left("Octets came in the clear where TLS was to begin");
    }
    out.tagged(tag, Completion.ok("Begin TLS"));
    wire.startTls(around.handshake().orElseThrow(), around.config().handshakeTimeout());
    return new Result.Out(Completion.ok("TLS is on"));
  }
}
