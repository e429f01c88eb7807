package mailroad.guard.text;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;

/**
 * A web address as a browser understands it, which is more than RFC 3986 section 3 allows: backslashes for slashes, line
 * ends within, hosts as numbers of any base.
 *
 * @param scheme in lower case
 * @param user what stands before the {@code @}; empty if nothing does
 * @param host as written, percent signs resolved; empty for schemes that have none
 * @param domain the host, if it is a name
 * @param address the host, if it is an address, however it is written
 * @param port -1 if none is said
 * @param path behind the host, up to the query
 * @param query without its question mark; empty if there is none
 */
public record WebAddress(
    String scheme,
    String user,
    String host,
    Optional<Domain> domain,
    Optional<InetAddress> address,
    int port,
    String path,
    String query) {
  private static final int CHARACTERS_MAX = 4_000;

  /** Reads an address; empty if it has no scheme (and is no {@code www.} name), and so leads nowhere from a mail. */
  public static Optional<WebAddress> parse(String written) {
    String text = cleaned(written);
    if (text.regionMatches(true, 0, "www.", 0, 4) || text.startsWith("//")) {
      text = "http://" + text.replaceFirst("^/+", "");
    }
    int colon = text.indexOf(':');
    if (colon < 1 || !isScheme(text.substring(0, colon))) {
      return Optional.empty();
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https", "ftp" -> Optional.of(withHost(scheme, text, colon + 1));
      default -> Optional.of(opaque(scheme, text.substring(colon + 1)));
    };
  }

  /** Browsers drop these before they look. */
  private static String cleaned(String written) {
    String text =
        written.length() > CHARACTERS_MAX ? written.substring(0, CHARACTERS_MAX) : written;
    StringBuilder out = new StringBuilder(text.length());
    text.chars()
        .filter(c -> c != '\t' && c != '\r' && c != '\n')
        .forEach(c -> out.append((char) c));
    return out.toString().strip();
  }

  private static boolean isScheme(String text) {
    return text.length() <= 20
        && Character.isLetter(text.charAt(0))
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0));
  }

  private static WebAddress opaque(String scheme, String rest) {
    return new WebAddress(scheme, "", "", Optional.empty(), Optional.empty(), -1, rest, "");
  }

  private static WebAddress withHost(String scheme, String text, int from) {
    int at = from;
    while (at < text.length() && isSlash(text.charAt(at))) {
      at++;
    }
    int end = at;
    while (end < text.length() && "/\\?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String authority = text.substring(at, end);
    int user = authority.lastIndexOf('@');
    String place = authority.substring(user + 1);
    int colon = place.endsWith("]") ? -1 : place.lastIndexOf(':');
    String host = percentResolved(colon < 0 ? place : place.substring(0, colon));
    Optional<InetAddress> address = address(host);
    int hash = text.indexOf('#', end);
    String rest = text.substring(end, hash < 0 ? text.length() : hash);
    int question = rest.indexOf('?');
    return new WebAddress(
        scheme,
        user < 0 ? "" : authority.substring(0, user),
        host,
        address.isPresent() ? Optional.empty() : Domain.parse(host.replace('\u3002', '.')),
        address,
        colon < 0 ? -1 : port(place.substring(colon + 1)),
        question < 0 ? rest : rest.substring(0, question),
        question < 0 ? "" : rest.substring(question + 1));
  }

  private static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  private static int port(String digits) {
    return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : -1;
  }

  /** The text with {@code %40} and the like resolved, once. */
  public static String percentResolved(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      int high =
          octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
      out.write(low >= 0 ? high << 4 | low : octets[i]);
      i += low >= 0 ? 2 : 0;
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Whether the host is an address that does not look like one, such as {@code 0x7f.1} or {@code 2130706433}. */
  public boolean disguisesAddress() {
    return address.isPresent()
        && !host.startsWith("[")
        && !host.equals(address.get().getHostAddress());
  }

  private static Optional<InetAddress> address(String host) {
    if (host.startsWith("[")) {
      String inner = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
      return Domain.parse("[IPv6:" + inner + "]").flatMap(Domain::literal);
    }
    String[] parts =
        host.endsWith(".")
            ? host.substring(0, host.length() - 1).split("\\.", -1)
            : host.split("\\.", -1);
    if (parts.length > 4 || host.isEmpty()) {
      return Optional.empty();
    }
    long all = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      long max = last ? (1L << 8 * (5 - parts.length)) - 1 : 255;
      long part = number(parts[i]);
      if (part < 0 || part > max) {
        return Optional.empty();
      }
      all |= part << (last ? 0 : 8 * (3 - i));
    }
    return ofBits(all);
  }

  private static Optional<InetAddress> ofBits(long bits) {
    try {
      byte[] octets = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
      return Optional.of(InetAddress.getByAddress(octets));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /** Decimal, {@code 0x} hexadecimal, or with a zero before it octal; -1 if it is none. */
  private static long number(String digits) {
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    boolean octal = !hex && digits.length() > 1 && digits.startsWith("0");
    String rest = hex ? digits.substring(2) : digits;
    if (rest.isEmpty() || rest.length() > 12) {
      return hex && rest.isEmpty() ? 0 : -1;
    }
    int radix = hex ? 16 : octal ? 8 : 10;
    return rest.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)
        ? Long.parseLong(rest, radix)
        : -1;
  }
}
