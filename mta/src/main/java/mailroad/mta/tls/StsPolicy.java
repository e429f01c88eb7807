package mailroad.mta.tls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;

/**
 * A domain's MTA-STS policy (RFC 8461 section 3.2).
 *
 * @param id of the DNS record that announced it
 * @param patterns the names that its mail hosts may have, in lower case, such as {@code *.example.org}
 * @param maxAge how long it holds from when it was fetched
 */
public record StsPolicy(String id, Mode mode, List<String> patterns, Duration maxAge) {
  private static final int PATTERNS_MAX = 500;
  private static final Pattern AGE = Pattern.compile("\\d{1,10}");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  /** What is to be done about hosts that do not live up to it. */
  public enum Mode {
    /** They get no mail. */
    ENFORCE,
    /** They get mail, and the failure is told. */
    TESTING,
    /** The domain has no policy any more. */
    NONE
  }

  /** The record's list does not change. */
  public StsPolicy {
    patterns = List.copyOf(patterns);
  }

  /** What reading came to. */
  public sealed interface Reading {
    /** A policy. */
    record Sound(StsPolicy policy) implements Reading {}

    /** Not one. */
    record Faulty(Flaw flaw) implements Reading {
      /** What was read is none. */
      static Faulty of(String reason) {
        return new Faulty(new Flaw(ResultType.STS_POLICY_INVALID, reason));
      }
    }
  }

  /**
   * Reads a policy: {@code key: value} lines, whose end may be LF alone; keys that are not known are ignored, and of
   * those that come twice, but for {@code mx}, the first counts.
   */
  public static Reading parse(String id, byte[] octets) {
    Fields fields = new Fields();
    for (String line : LINE_END.split(new String(octets, StandardCharsets.UTF_8))) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else if (!line.isBlank()) {
        return Reading.Faulty.of("a line of the policy has no key");
      }
    }
    return fields.policy(id);
  }

  /** The policy as its lines were (RFC 8461 section 3.2), but for what is not known here. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("version: STSv1");
    lines.add("mode: " + mode.name().toLowerCase(Locale.ROOT));
    patterns.forEach(pattern -> lines.add("mx: " + pattern));
    lines.add("max_age: " + maxAge.toSeconds());
    return lines;
  }

  /** Whether a mail host may have this name (RFC 8461 section 4.1). */
  public boolean covers(String host) {
    return patterns.stream().anyMatch(pattern -> CertificateNames.covers(pattern, host));
  }

  /** The lines of a policy. */
  private static final class Fields {
    private Optional<String> version = Optional.empty();
    private Optional<String> mode = Optional.empty();
    private Optional<String> maxAge = Optional.empty();
    private final List<String> patterns = new ArrayList<>();

    void put(String key, String value) {
      switch (key) {
        case "version" -> version = version.or(() -> Optional.of(value));
        case "mode" -> mode = mode.or(() -> Optional.of(value));
        case "max_age" -> maxAge = maxAge.or(() -> Optional.of(value));
        case "mx" -> patterns.add(value.toLowerCase(Locale.ROOT));
        default -> {} // RFC 8461 section 3.2: fields that later versions add
      }
    }

    Reading policy(String id) {
      if (!version.equals(Optional.of("STSv1"))) {
        return Reading.Faulty.of("the policy's version is not STSv1");
      }
      if (maxAge.filter(age -> AGE.matcher(age).matches()).isEmpty()) {
        return Reading.Faulty.of("the policy's max_age is no number of seconds");
      }
      Optional<Mode> meant = mode.flatMap(Fields::mode);
      if (meant.isEmpty()) {
        return Reading.Faulty.of("the policy's mode is none of enforce, testing, none");
      }
      if (patterns.size() > PATTERNS_MAX || patterns.stream().anyMatch(p -> !isPattern(p))) {
        return Reading.Faulty.of("an mx of the policy is no host name");
      }
      if (patterns.isEmpty() && meant.get() != Mode.NONE) {
        return Reading.Faulty.of("the policy names no mx");
      }
      Duration age = Duration.ofSeconds(Long.parseLong(maxAge.get()));
      return new Reading.Sound(new StsPolicy(id, meant.get(), patterns, age));
    }

    private static Optional<Mode> mode(String text) {
      return switch (text) {
        case "enforce" -> Optional.of(Mode.ENFORCE);
        case "testing" -> Optional.of(Mode.TESTING);
        case "none" -> Optional.of(Mode.NONE);
        default -> Optional.empty();
      };
    }

    private static boolean isPattern(String pattern) {
      return Domain.parse(pattern.startsWith("*.") ? pattern.substring(2) : pattern)
          .filter(domain -> !domain.isLiteral())
          .isPresent();
    }
  }
}
