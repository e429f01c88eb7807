package mailroad.sasl.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import mailroad.kernel.World;
import mailroad.sasl.TokenCheck;

/**
 * Takes access tokens that are JWTs, signed by one of the issuer's keys. Never blocks but for what the source of the keys
 * does. The header of a token is its sender's word: the algorithm must be the key's own, and keys that a header brings or
 * points to ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are not looked at (RFC 8725 section 3.1, RFC 8725 section
 * 3.10).
 */
public final class JwtCheck implements TokenCheck {
  private static final String INVALID = "invalid_token";

  /** RFC 9068 section 2.1. */
  private static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt");

  private static final String ANY_JWT = "jwt";

  private final World world;
  private final OAuthConfig config;
  private final Supplier<KeySet> keys;
  private final Claims claims;

  /**
   * A check.
   *
   * @param keys asked at each token, so that the issuer's keys may change
   */
  public JwtCheck(World world, OAuthConfig config, Supplier<KeySet> keys) {
    this.world = world;
    this.config = config;
    this.keys = keys;
    this.claims = new Claims(config);
  }

  @Override
  public Result check(String token) {
    return switch (look(token)) {
      case Look.Decided(var result) -> result;
      case Look.Foreign(var reason) -> claims.fails(INVALID, reason);
    };
  }

  /** What a token is that one of the keys has signed; empty for others, of which somebody else may know. */
  Optional<Result> ifSigned(String token) {
    return look(token) instanceof Look.Decided(var result) ? Optional.of(result) : Optional.empty();
  }

  /** What there is to see of a token. */
  private sealed interface Look {
    /** One of the keys has signed it, and says what it is, good or bad. */
    record Decided(Result result) implements Look {}

    /** No key of ours has signed it. */
    record Foreign(String reason) implements Look {}
  }

  private Look look(String token) {
    if (token.length() > config.tokenOctetsMax()) {
      return new Look.Foreign("it is too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      Optional<String> fault = fault(jwt);
      if (fault.isPresent()) {
        return new Look.Foreign(fault.get());
      }
      return new Look.Decided(
          isOfType(Optional.ofNullable(jwt.getHeader().getType()))
              ? claims.check(jwt.getJWTClaimsSet(), world.now())
              : claims.fails(INVALID, "its type is another"));
    } catch (ParseException | IllegalArgumentException e) { // the second for some headers
      return new Look.Foreign("it is no signed JWT");
    }
  }

  private Optional<String> fault(SignedJWT jwt) {
    JWSHeader header = jwt.getHeader();
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      return Optional.of("its header asks for more than is known here"); // RFC 7515 section 4.1.11
    }
    List<VerificationKey> candidates =
        keys.get()
            .candidates(Optional.ofNullable(header.getKeyID()), header.getAlgorithm().getName());
    byte[] signed = jwt.getSigningInput();
    byte[] signature = jwt.getSignature().decode();
    if (candidates.stream().noneMatch(key -> key.verifies(signed, signature))) {
      return Optional.of(
          candidates.isEmpty()
              ? "no key of the issuer is meant by its header"
              : "its signature is wrong");
    }
    return Optional.empty();
  }

  private boolean isOfType(Optional<JOSEObjectType> type) {
    String name = type.map(JOSEObjectType::getType).orElse(ANY_JWT).toLowerCase(Locale.ROOT);
    return ACCESS_TOKEN.contains(name) || name.equals(ANY_JWT) && !config.accessTokensOnly();
  }
}
