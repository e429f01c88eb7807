package mailroad.sasl.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.sasl.TokenCheck.Result;

/**
 * What was said of tokens a short while ago, by their digests: the tokens themselves are not kept. Those met last, up to
 * a bound. Any number of tasks may use it.
 */
final class TokenMemory {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Known> tokens = new LinkedHashMap<>(16, 0.75f, true);

  private record Known(Result result, Instant until) {}

  TokenMemory(int most) {
    this.most = most;
  }

  Optional<Result> of(String token, Instant now) {
    String digest = digest(token);
    lock.lock();
    try {
      return Optional.ofNullable(tokens.get(digest))
          .filter(known -> now.isBefore(known.until()))
          .map(Known::result);
    } finally {
      lock.unlock();
    }
  }

  void keep(String token, Result result, Instant until) {
    String digest = digest(token);
    lock.lock();
    try {
      tokens.put(digest, new Known(result, until));
      if (tokens.size() > most) {
        tokens.remove(tokens.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  private static String digest(String token) {
    try {
      byte[] octets = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
