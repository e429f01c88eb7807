package mailroad.sasl.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import mailroad.kernel.World;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.UnavailableException;

/**
 * Takes access tokens that their issuer says are active (RFC 7662), whatever they look like. What it says, good or bad, is
 * believed for a short while; when it does not answer, nobody waits for it for another while. A login that has to ask
 * blocks no other: only so many may ask at once, and the rest hear at once that they should come later.
 */
public final class IntrospectionCheck implements TokenCheck {
  private static final String INVALID = "invalid_token";

  /** RFC 6750 section 2.1: {@code b64token}. Nothing else can be a token, nor become part of a question. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final World world;
  private final OAuthConfig config;
  private final Introspector issuer;
  private final Claims claims;
  private final TokenMemory memory;
  private final AtomicInteger asking = new AtomicInteger();
  private volatile Instant rests = Instant.MIN;

  /** A check that asks this issuer. */
  public IntrospectionCheck(World world, OAuthConfig config, Introspector issuer) {
    this.world = world;
    this.config = config;
    this.issuer = issuer;
    this.claims = new Claims(config);
    this.memory = new TokenMemory(config.introspection().tokensRememberedMax());
  }

  @Override
  public Result check(String token) throws UnavailableException, InterruptedException {
    if (token.length() > config.tokenOctetsMax() || !TOKEN.matcher(token).matches()) {
      return claims.fails(INVALID, "no token is so long, or has such characters");
    }
    Optional<Result> known = memory.of(token, world.now());
    return known.isPresent() ? known.get() : ask(token);
  }

  private Result ask(String token) throws UnavailableException, InterruptedException {
    if (world.now().isBefore(rests)) {
      throw new UnavailableException("the issuer did not answer a moment ago");
    }
    try {
      if (asking.incrementAndGet() > config.introspection().questionsMax()) {
        throw new UnavailableException("too many tokens are being asked about");
      }
      return switch (issuer.ask(token)) {
        case Introspector.Answer.Said(var json) -> read(token, json);
        case Introspector.Answer.Silent(var reason) -> throw silent(reason);
      };
    } finally {
      asking.decrementAndGet();
    }
  }

  private Result read(String token, String json) throws UnavailableException {
    Instant now = world.now();
    JWTClaimsSet said;
    try {
      said = JWTClaimsSet.parse(json);
    } catch (ParseException | IllegalArgumentException e) {
      throw silent("the answer cannot be read: " + e.getMessage());
    }
    Result result = claims.introspected(said, now);
    memory.keep(token, result, until(result, said, now));
    return result;
  }

  private Instant until(Result result, JWTClaimsSet said, Instant now) {
    Duration time =
        switch (result) {
          case Result.Holds _ -> config.introspection().holdsFor();
          case Result.Fails _ -> config.introspection().failsFor();
        };
    Instant until = now.plus(time);
    Date expires = said.getExpirationTime();
    // RFC 7662 section 4: not beyond the token's own end.
    return expires != null && result instanceof Result.Holds
        ? earlier(until, expires.toInstant().plus(config.clockSkew()))
        : until;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private UnavailableException silent(String reason) {
    rests = world.now().plus(config.introspection().restAfterFailure());
    return new UnavailableException("the issuer cannot be asked: " + reason);
  }
}
