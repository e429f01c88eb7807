package mailroad.mta.intake;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;

/**
 * Takes out Authentication-Results fields that pretend to be of this house: whoever reads the mail believes those, so
 * nobody else's may come in under our name (RFC 8601 section 5). A field whose author cannot be read for certain is
 * taken out too, since others may read it otherwise. Works on octets, however many fields there are; all that stays is
 * as it came. One pass, pure.
 */
final class ForgedResults {
  private static final byte[] NAME = "authentication-results".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> ours = new HashSet<>();
  private final List<AddressRange> trusted;

  ForgedResults(ResultsConfig config, Domain hostname) {
    List<String> names = config.names().isEmpty() ? List.of(hostname.name()) : config.names();
    names.forEach(name -> ours.add(key(name)));
    trusted = AddressRange.all("trusted-from", config.trustedFrom());
  }

  /** Whether a client's fields stay, since it is of this house. */
  boolean trusts(InetAddress client) {
    return trusted.stream().anyMatch(range -> range.contains(client));
  }

  /**
   * A header section without such fields.
   *
   * @param removed how many there were
   */
  record Cleaned(byte[] header, int removed) {}

  Cleaned clean(byte[] header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(0);
    int removed = 0;
    int copied = 0;
    for (int at = 0; at < header.length; ) {
      int next = afterField(header, at);
      if (isForged(header, at, next)) {
        removed++;
        out.write(header, copied, at - copied);
        copied = next;
      }
      at = next;
    }
    if (removed == 0) {
      return new Cleaned(header, 0);
    }
    out.write(header, copied, header.length - copied);
    return new Cleaned(out.toByteArray(), removed);
  }

  /** RFC 5322 section 2.2.3: a line that begins with a blank goes on with the field before it. */
  private static int afterField(byte[] octets, int from) {
    int at = from;
    do {
      while (at < octets.length && octets[at] != '\n') {
        at++;
      }
      at++;
    } while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t'));
    return Math.min(at, octets.length);
  }

  private boolean isForged(byte[] octets, int from, int to) {
    int at = from;
    for (byte letter : NAME) {
      if (at == to || lower(octets[at++]) != letter) {
        return false;
      }
    }
    // RFC 5322 section 4.5: blanks between name and colon are obsolete, but read.
    while (at < to && (octets[at] == ' ' || octets[at] == '\t')) {
      at++;
    }
    if (at == to || octets[at] != ':') {
      return false;
    }
    return author(text(octets, at + 1, to)).map(key -> ours.contains(key)).orElse(true);
  }

  private static int lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
  }

  private static String text(byte[] octets, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }

  /** RFC 8601 section 2.2: the name is the first word, plain or quoted; empty if what stands there is none. */
  private static Optional<String> author(String value) {
    int at = afterBlanks(value, 0);
    if (at < value.length() && value.charAt(at) == '"') {
      return quoted(value, at);
    }
    int end = at;
    while (end < value.length() && isOfWord(value.charAt(end))) {
      end++;
    }
    return end > at && endsThere(value, end)
        ? Optional.of(key(value.substring(at, end)))
        : Optional.empty();
  }

  private static Optional<String> quoted(String value, int from) {
    StringBuilder name = new StringBuilder();
    for (int at = from + 1; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '"') {
        return !name.isEmpty() && endsThere(value, at + 1)
            ? Optional.of(key(name.toString().strip()))
            : Optional.empty();
      }
      if (c == '\\' && at + 1 < value.length()) {
        c = value.charAt(++at);
      }
      if (c != '\r' && c != '\n') {
        name.append(c);
      }
    }
    return Optional.empty();
  }

  /** RFC 2045 section 5.1: neither blanks, controls nor specials are of a token. */
  private static boolean isOfWord(char c) {
    return c > ' ' && c != 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  private static boolean endsThere(String value, int at) {
    return at == value.length() || isBlank(value.charAt(at)) || "(;".indexOf(value.charAt(at)) >= 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Behind blanks and comments, which may nest. */
  private static int afterBlanks(String value, int from) {
    int depth = 0;
    int at = from;
    for (; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '(') {
        depth++;
      } else if (depth == 0 && !isBlank(c)) {
        return at;
      } else if (c == ')') {
        depth--;
      } else if (c == '\\') {
        at++;
      }
    }
    return Math.min(at, value.length());
  }

  /** Spellings of one domain are equal (RFC 8601 section 5). */
  private static String key(String name) {
    return Domain.parse(name).map(Domain::name).orElseGet(() -> name.toLowerCase(Locale.ROOT));
  }
}
