package mailroad.sasl.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.sasl.TokenCheck.Result;
import mailroad.sasl.TokenError;

/** What a token with a good signature must say to open an account here. */
final class Claims {
  private static final String EMAIL = "email";

  private final OAuthConfig config;

  Claims(OAuthConfig config) {
    this.config = config;
  }

  Result check(JWTClaimsSet claims, Instant now) {
    return decide(claims, fault(claims, now));
  }

  /** RFC 7662 section 2.2: the same of what the issuer itself says of a token, where only {@code active} must be there. */
  Result introspected(JWTClaimsSet said, Instant now) {
    return decide(said, faultOfAnswer(said, now));
  }

  private Result decide(JWTClaimsSet claims, Optional<String> fault) {
    if (fault.isPresent()) {
      return fails("invalid_token", fault.get());
    }
    if (!hasScope(claims)) {
      return fails("insufficient_scope", "its scope is another");
    }
    Optional<EmailAddress> owner = text(claims, config.accountClaim()).flatMap(EmailAddress::parse);
    return owner.isPresent()
        ? new Result.Holds(owner.get())
        : fails("invalid_token", "its %s is no address".formatted(config.accountClaim()));
  }

  /** RFC 9068 section 4, RFC 7519 section 4.1. */
  private Optional<String> fault(JWTClaimsSet claims, Instant now) {
    if (!config.issuer().equals(claims.getIssuer())) {
      return Optional.of("its issuer is another");
    }
    if (!claims.getAudience().contains(config.audience())) {
      return Optional.of("it is for somebody else");
    }
    return claims.getExpirationTime() == null
        ? Optional.of("it would hold forever")
        : faultOfTime(claims, now);
  }

  private Optional<String> faultOfAnswer(JWTClaimsSet said, Instant now) {
    if (!Boolean.TRUE.equals(said.getClaim("active"))) {
      return Optional.of("the issuer says that it is not active");
    }
    if (said.getIssuer() != null && !config.issuer().equals(said.getIssuer())) {
      return Optional.of("its issuer is another");
    }
    // RFC 7662 section 4: a token that is for others must not open anything here.
    boolean forNobody = said.getAudience().isEmpty() && !config.introspection().audienceNeeded();
    return forNobody || said.getAudience().contains(config.audience())
        ? faultOfTime(said, now)
        : Optional.of("it is for somebody else");
  }

  private Optional<String> faultOfTime(JWTClaimsSet claims, Instant now) {
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    if (expires != null && !now.isBefore(expires.toInstant().plus(config.clockSkew()))) {
      return Optional.of("it has expired");
    }
    if (begins != null && now.isBefore(begins.toInstant().minus(config.clockSkew()))) {
      return Optional.of("it does not hold yet");
    }
    return isVerified(claims) ? Optional.empty() : Optional.of("its email is not verified");
  }

  /**
   * OpenID Connect Core section 5.1. An address that the issuer has not verified is what the user typed: to believe it
   * would open any account to anybody.
   */
  private boolean isVerified(JWTClaimsSet claims) {
    Object verified = claims.getClaim("email_verified");
    return !config.accountClaim().equals(EMAIL)
        || verified == null
        || Boolean.TRUE.equals(verified)
        || "true".equals(verified); // some issuers write all claims as strings
  }

  /** RFC 9068 section 2.2.3: words, parted by spaces. */
  private boolean hasScope(JWTClaimsSet claims) {
    return config.scope().isEmpty()
        || Arrays.asList(text(claims, "scope").orElse("").split(" ")).contains(config.scope());
  }

  private static Optional<String> text(JWTClaimsSet claims, String name) {
    try {
      return Optional.ofNullable(claims.getStringClaim(name));
    } catch (ParseException e) {
      return Optional.empty(); // not a string
    }
  }

  /** RFC 7628 section 3.2.2: what the client learns. */
  Result fails(String status, String reason) {
    return new Result.Fails(
        new TokenError(status, filled(config.scope()), filled(config.openidConfiguration())),
        reason);
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
