package mailroad.sasl.oauth;

import java.util.Optional;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.UnavailableException;

/**
 * Decides about tokens that one of the issuer's keys has signed by what they say, at no cost; about all others, opaque
 * ones or those of keys that are not known here, the issuer is asked.
 */
public final class KeysThenIssuer implements TokenCheck {
  private final JwtCheck keys;
  private final TokenCheck issuer;

  /** First by keys, then by asking. */
  public KeysThenIssuer(JwtCheck keys, TokenCheck issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  @Override
  public Result check(String token) throws UnavailableException, InterruptedException {
    Optional<Result> signed = keys.ifSigned(token);
    return signed.isPresent() ? signed.get() : issuer.check(token);
  }
}
