package mailroad.imap.session;

import java.util.ArrayList;
import java.util.List;
import mailroad.imap.PlaintextLogin;
import mailroad.wire.Wire;

/** What the server offers, which depends on where the session stands (RFC 3501 section 7.2.1). */
final class Capabilities {
  private static final String ALWAYS = "IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE";
  private static final String AFTER_LOGIN =
      "NAMESPACE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE UIDPLUS MOVE UNSELECT STATUS=SIZE";

  private Capabilities() {}

  static String of(State state, Wire wire, Session.Surroundings around) {
    List<String> all = new ArrayList<>(List.of(ALWAYS));
    if (state instanceof State.NotAuthenticated) {
      if (canStartTls(wire, around)) {
        all.add("STARTTLS");
      }
      all.add(
          mayLogIn(wire, around.config().plaintextLogin())
              ? "AUTH=PLAIN AUTH=LOGIN"
              : "LOGINDISABLED");
    } else {
      all.add(AFTER_LOGIN);
      all.add("APPENDLIMIT=" + around.config().messageOctetsMax()); // RFC 7889 section 3
    }
    return String.join(" ", all);
  }

  static boolean canStartTls(Wire wire, Session.Surroundings around) {
    return around.handshake().isPresent() && wire.tls().isEmpty();
  }

  /** Whether a password may be sent over this connection. */
  static boolean mayLogIn(Wire wire, PlaintextLogin policy) {
    return wire.tls().isPresent()
        || switch (policy) {
          case NEVER -> false;
          case LOOPBACK -> wire.remote().getAddress().isLoopbackAddress();
          case ALWAYS -> true;
        };
  }
}
