package mailroad.imap.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import mailroad.imap.command.Authenticate;
import mailroad.mailbox.Mailboxes;
import mailroad.store.StoreException;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LOGIN, AUTHENTICATE and STARTTLS (RFC 3501 section 6.2). The SASL mechanisms are PLAIN (RFC 4616) and LOGIN,
 * which no RFC describes and old clients want.
 */
final class LoggingIn {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingIn.class);
  private static final Completion NOT_IN_THE_CLEAR =
      Completion.no("[PRIVACYREQUIRED] No passwords without TLS");

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
    record In(Mailboxes mailboxes) implements Result {}

    /** As before. */
    record Out(Completion completion) implements Result {}

    /** As before, and one more failed try. */
    record Failed(Completion completion) implements Result {}

    /** The session must end. */
    record Left(String reason) implements Result {}
  }

  Result login(mailroad.imap.command.Login command) throws StoreException, InterruptedException {
    return mayLogIn()
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
      case mailroad.mailbox.Login.Granted(var account) -> {
        LOG.info(
            "imap login peer={} account={} tls={}",
            wire.peer(),
            account.address(),
            wire.tls().map(tls -> tls.protocol()).orElse("none"));
        yield new Result.In(around.mail().of(account));
      }
      // RFC 5530 section 3: the same words whatever the reason is.
      case mailroad.mailbox.Login.Denied _ ->
          new Result.Failed(
              Completion.no("[AUTHENTICATIONFAILED] No such login, or wrong password"));
    };
  }

  Result authenticate(Authenticate command)
      throws IOException, StoreException, InterruptedException {
    boolean plain = command.mechanism().equals("PLAIN");
    if (!plain && !command.mechanism().equals("LOGIN")) {
      return new Result.Out(Completion.no("[CANNOT] This mechanism is not offered"));
    }
    if (!mayLogIn()) {
      return new Result.Out(NOT_IN_THE_CLEAR);
    }
    Optional<String> initial = command.initial();
    return plain ? plain(initial) : login(initial);
  }

  /** RFC 4616 section 2: whom to act as, who it is, and the password, with NUL between. */
  private Result plain(Optional<String> initial)
      throws IOException, StoreException, InterruptedException {
    Optional<byte[]> message = initial.isPresent() ? decode(initial.get()) : ask("");
    if (message.isEmpty()) {
      return new Result.Out(Completion.bad("Cancelled, or no base64"));
    }
    byte[] octets = message.get();
    int first = indexOfNul(octets, 0);
    int second = first < 0 ? -1 : indexOfNul(octets, first + 1);
    if (second < 0 || indexOfNul(octets, second + 1) >= 0) {
      return new Result.Out(Completion.bad("PLAIN needs three parts with NUL between"));
    }
    String actAs = text(octets, 0, first);
    String user = text(octets, first + 1, second);
    if (!actAs.isEmpty() && !actAs.equals(user)) {
      return new Result.Out(Completion.no("[AUTHORIZATIONFAILED] Nobody may act as another"));
    }
    return check(user, text(octets, second + 1, octets.length));
  }

  private Result login(Optional<String> initial)
      throws IOException, StoreException, InterruptedException {
    Optional<byte[]> user = initial.isPresent() ? decode(initial.get()) : ask("VXNlcm5hbWU6");
    if (user.isEmpty()) {
      return new Result.Out(Completion.bad("Cancelled, or no base64"));
    }
    Optional<byte[]> password = ask("UGFzc3dvcmQ6");
    if (password.isEmpty()) {
      return new Result.Out(Completion.bad("Cancelled, or no base64"));
    }
    return check(
        text(user.get(), 0, user.get().length), text(password.get(), 0, password.get().length));
  }

  /** Asks the client for its next response; empty if it cancels (RFC 3501 section 6.2.2) or sends no base64. */
  private Optional<byte[]> ask(String challenge) throws IOException {
    out.goOn(challenge);
    try {
      String line =
          wire.readLine(
                  around.config().commandOctetsMaxBeforeLogin(), around.config().loginTimeout())
              .text();
      return line.equals("*") ? Optional.empty() : decode(line);
    } catch (LineTooLongException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decode(String base64) {
    if (base64.equals("=")) {
      return Optional.of(new byte[0]); // RFC 4959 section 3: an empty first response
    }
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int indexOfNul(byte[] octets, int from) {
    for (int i = from; i < octets.length; i++) {
      if (octets[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(Arrays.copyOfRange(octets, from, to), StandardCharsets.UTF_8);
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
