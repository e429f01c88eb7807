package mailroad.sasl;

/** What a client shows to a server. */
public sealed interface Credential {
  /** Whom it shows to be. */
  String login();

  /** Something that only the owner knows. */
  record Password(String login, String password) implements Credential {
    @Override
    public String toString() {
      return login + " ***";
    }
  }

  /** Something that somebody whom the server believes has given out (RFC 6750). */
  record Token(String login, String token) implements Credential {
    @Override
    public String toString() {
      return login + " ***";
    }
  }
}
