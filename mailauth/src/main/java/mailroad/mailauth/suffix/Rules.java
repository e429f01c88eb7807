package mailroad.mailauth.suffix;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The rules of the list: all in one array of octets, in order, and found by halving it. Ten thousand rules need less than
 * 250 KiB so.
 */
final class Rules {
  private static final String EXCEPTION = "!";
  private static final String WILDCARD = "*.";

  private final byte[] octets;
  private final int[] starts;

  private Rules(byte[] octets, int[] starts) {
    this.octets = octets;
    this.starts = starts;
  }

  /**
   * Reads the list's own format: a rule a line up to the first blank, and comments.
   *
   * @throws IOException if it cannot be read, or has no rules
   */
  static Rules read(InputStream in) throws IOException {
    NavigableSet<String> sorted = new TreeSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
        String rule = line.get().split("\\s", 2)[0];
        if (!rule.isEmpty() && !rule.startsWith("//")) {
          ascii(rule).ifPresent(sorted::add);
        }
      }
    }
    if (sorted.isEmpty()) {
      throw new IOException("there is no rule in the list of public suffixes");
    }
    return packed(sorted);
  }

  private static Optional<String> next(BufferedReader lines) throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  /** The list has its rules in lower case and composed, so that they need no more than Punycode. */
  private static Optional<String> ascii(String rule) {
    try {
      boolean plain = rule.chars().allMatch(c -> c < 128);
      return Optional.of(
          plain ? rule.toLowerCase(Locale.ROOT) : IDN.toASCII(rule, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Rules packed(NavigableSet<String> sorted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] starts = new int[sorted.size() + 1];
    int i = 0;
    for (String rule : sorted) {
      starts[i++] = out.size();
      out.writeBytes(rule.getBytes(StandardCharsets.US_ASCII));
    }
    starts[i] = out.size();
    return new Rules(out.toByteArray(), starts);
  }

  /** How many there are. */
  int size() {
    return starts.length - 1;
  }

  /** A rule as text. */
  String rule(int place) {
    byte[] rule = Arrays.copyOfRange(octets, starts[place], starts[place + 1]);
    return new String(rule, StandardCharsets.US_ASCII);
  }

  /** Where in a name its public suffix begins: the longest rule counts, or an exception to it. */
  int suffixStart(String name) {
    int from = 0;
    while (true) {
      int dot = name.indexOf('.', from);
      if (has(EXCEPTION, name, from)) {
        return dot + 1;
      }
      boolean listed = has("", name, from) || dot >= 0 && has(WILDCARD, name, dot + 1);
      if (listed || dot < 0) {
        return from; // RFC 7489 section 3.2: a top-level domain is one whether it is listed or not
      }
      from = dot + 1;
    }
  }

  private boolean has(String prefix, String name, int from) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, prefix, name, from);
      if (order == 0) {
        return true;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** How a rule stands to a prefix and the rest of a name. */
  private int compare(int place, String prefix, String name, int from) {
    int length = prefix.length() + name.length() - from;
    int start = starts[place];
    int most = starts[place + 1] - start;
    for (int i = 0; i < Math.min(length, most); i++) {
      char c = i < prefix.length() ? prefix.charAt(i) : name.charAt(from + i - prefix.length());
      if (octets[start + i] != c) {
        return octets[start + i] - c;
      }
    }
    return most - length;
  }
}
