package mailroad.sasl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The mechanisms that are spoken here, the strongest first. */
public enum Mechanism {
  /** RFC 7677, bound to the TLS beneath: neither a thief of the exchange nor one in the middle gains anything. */
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
  /** RFC 7677: the password does not travel, and the server proves that it knows it, too. */
  SCRAM_SHA_256("SCRAM-SHA-256"),
  /** RFC 7628: a token that somebody else has given out. */
  OAUTHBEARER("OAUTHBEARER"),
  /** The older form of OAUTHBEARER, of no RFC. */
  XOAUTH2("XOAUTH2"),
  /** RFC 4422 appendix A: who the client is, its certificate has said already. */
  EXTERNAL("EXTERNAL"),
  /** RFC 4616: name and password as they are. */
  PLAIN("PLAIN"),
  /** The same in two pieces, of no RFC. */
  LOGIN("LOGIN");

  private final String word;

  Mechanism(String word) {
    this.word = word;
  }

  /** Its name in protocols. */
  public String word() {
    return word;
  }

  /** The mechanism of a name, in whatever case. */
  public static Optional<Mechanism> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(one -> one.word.equals(upper)).findFirst();
  }

  /** Whether the exchange is bound to the TLS beneath. */
  public boolean isBound() {
    return this == SCRAM_SHA_256_PLUS;
  }

  /** Whether the other side learns a secret that it could use elsewhere. */
  public boolean revealsSecret() {
    return switch (this) {
      case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, EXTERNAL -> false;
      case OAUTHBEARER, XOAUTH2, PLAIN, LOGIN -> true;
    };
  }

  /** Whether it is about a token of OAuth. */
  public boolean takesToken() {
    return this == OAUTHBEARER || this == XOAUTH2;
  }

  @Override
  public String toString() {
    return word;
  }
}
