package mailroad.smtp.client;

import mailroad.sasl.Credential;

/** What a smarthost knows us by (RFC 4954). */
public record Login(Credential credential) {
  /** By name and password. */
  public Login(String name, String password) {
    this(new Credential.Password(name, password));
  }

  /** By a token of OAuth 2.0 (RFC 7628). */
  public static Login byToken(String name, String token) {
    return new Login(new Credential.Token(name, token));
  }

  @Override
  public String toString() {
    return credential.toString();
  }
}
