package mailroad.imap.session;

import java.util.ArrayList;
import java.util.List;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Negotiation;
import mailroad.sasl.PlaintextLogin;
import mailroad.wire.SaslPeer;
import mailroad.wire.Wire;

/** What the server offers, which depends on where the session stands (RFC 3501 section 7.2.1). */
final class Capabilities {
  private static final String REVISIONS = "IMAP4rev1 IMAP4rev2";
  private static final String ALWAYS = "SASL-IR ID ENABLE IDLE";
  private static final String AFTER_LOGIN =
      "NAMESPACE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE UIDPLUS MOVE UNSELECT STATUS=SIZE CONDSTORE QRESYNC UIDONLY NOTIFY OBJECTID SAVEDATE INPROGRESS";
  private static final String SEARCHING =
      "ESEARCH SEARCHRES WITHIN SEARCH=FUZZY MULTISEARCH SORT SORT=DISPLAY ESORT CONTEXT=SEARCH CONTEXT=SORT PARTIAL"
          + " THREAD=ORDEREDSUBJECT THREAD=REFERENCES";

  /** What concerns names, and who may do what with them. */
  private static final String NAMES =
      "LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS LIST-METADATA ACL RIGHTS=texk METADATA QUOTA QUOTASET"
          + " QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX QUOTA=RES-ANNOTATION-STORAGE";

  /** What concerns the messages themselves. */
  private static final String CONTENT =
      "MULTIAPPEND CATENATE REPLACE BINARY PREVIEW UTF8=ACCEPT UNAUTHENTICATE";

  /** RFC 7888 section 5: before the login little may come unasked. */
  private static final String LITERALS_BEFORE_LOGIN = "LITERAL-";

  private static final String LITERALS_AFTER_LOGIN = "LITERAL+";

  private Capabilities() {}

  static String of(State state, Wire wire, Session.Surroundings around) {
    List<String> all = new ArrayList<>();
    boolean before = state instanceof State.NotAuthenticated;
    all.add(REVISIONS);
    all.add(before ? LITERALS_BEFORE_LOGIN : LITERALS_AFTER_LOGIN);
    all.add(ALWAYS);
    if (before) {
      if (canStartTls(wire, around)) {
        all.add("STARTTLS");
      }
      all.addAll(logins(wire, around));
    } else {
      all.add(AFTER_LOGIN);
      all.add(NAMES);
      all.add(CONTENT);
      if (!wire.isCompressed()) {
        all.add("COMPRESS=DEFLATE"); // RFC 4978 section 3
      }
      all.add(SEARCHING);
      all.add("APPENDLIMIT=" + around.config().messageOctetsMax()); // RFC 7889 section 3
    }
    return String.join(" ", all);
  }

  /** RFC 3501 section 6.2.3: without LOGIN where it would be in vain. */
  private static List<String> logins(Wire wire, Session.Surroundings around) {
    List<String> all = new ArrayList<>();
    if (mayLogIn(wire, around.config().plaintextLogin())) {
      for (Mechanism mechanism : Negotiation.offered(around.authenticator(), SaslPeer.of(wire))) {
        all.add("AUTH=" + mechanism);
      }
    }
    if (!mayUseLogin(wire, around)) {
      all.add("LOGINDISABLED");
    }
    return all;
  }

  /** Whether the command LOGIN works, which is as PLAIN is. */
  static boolean mayUseLogin(Wire wire, Session.Surroundings around) {
    return mayLogIn(wire, around.config().plaintextLogin())
        && around.authenticator().mechanisms().contains(Mechanism.PLAIN);
  }

  static boolean canStartTls(Wire wire, Session.Surroundings around) {
    return around.handshake().isPresent() && wire.tls().isEmpty();
  }

  /** Whether a password may be sent over this connection. */
  static boolean mayLogIn(Wire wire, PlaintextLogin policy) {
    return wire.tls().isPresent() || policy.admits(wire.remote().getAddress());
  }
}
