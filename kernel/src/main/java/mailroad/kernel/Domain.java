package mailroad.kernel;

import com.ibm.icu.text.IDNA;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands behind the {@code @}: a domain name, or an address literal such as {@code
 * [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 section 4.1.3).
 *
 * <p>A name is kept as DNS wants it: lower case, A-labels (RFC 5891), no trailing dot. So two spellings
 * of one domain are equal.
 *
 * @param name the name, or the literal in its brackets
 */
public record Domain(String name) implements Comparable<Domain> {
  /** RFC 1035 section 2.3.4, less the root's dot and length octet. */
  public static final int OCTETS_MAX = 253;

  private static final int LABEL_OCTETS_MAX = 63;

  /** What is longer is no name, however much of it falls away as it is mapped; Punycode takes the square of it. */
  private static final int CHARACTERS_MAX = 2 * OCTETS_MAX;

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * A domain whose text is known to be right, as from configuration that was parsed.
   *
   * @throws IllegalArgumentException if {@link #parse} would not take the text
   */
  public Domain {
    name = canonical(name).orElseThrow(rejected(name));
  }

  /** Reads a domain name (also with U-labels or a trailing dot) or an address literal. */
  public static Optional<Domain> parse(String text) {
    return canonical(text).map(Domain::new);
  }

  /** The address of an address literal; empty for a name. */
  public Optional<InetAddress> literal() {
    return name.startsWith("[") ? literalAddress(name) : Optional.empty();
  }

  /** Whether this is an address literal. */
  public boolean isLiteral() {
    return name.startsWith("[");
  }

  /** Whether this is {@code other} or lies below it. */
  public boolean isWithin(Domain other) {
    return name.equals(other.name) || name.endsWith("." + other.name);
  }

  /** The name as people read it, with U-labels where it has any. */
  public String unicode() {
    if (!name.contains("xn--")) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    Idna.UTS46.nameToUnicode(name, out, info);
    return info.hasErrors() ? name : out.toString();
  }

  @Override
  public int compareTo(Domain other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static java.util.function.Supplier<IllegalArgumentException> rejected(String text) {
    return () -> new IllegalArgumentException("not a domain: \"" + Text.visible(text) + "\"");
  }

  private static Optional<String> canonical(String text) {
    if (text.startsWith("[")) {
      return literalAddress(text).map(Domain::literalText);
    }
    if (isName(text) && !text.contains("xn--")) {
      return Optional.of(text); // nearly all that there are
    }
    if (text.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    boolean ascii = Text.all(name, c -> c < 128);
    // Case first: XN-- marks an A-label just as xn-- does.
    name = ascii ? name.toLowerCase(Locale.ROOT) : name;
    if (!ascii || name.contains("xn--")) {
      StringBuilder out = new StringBuilder();
      IDNA.Info info = new IDNA.Info();
      Idna.UTS46.nameToASCII(name, out, info);
      if (info.hasErrors()) {
        return Optional.empty();
      }
      name = out.toString();
    }
    name = name.toLowerCase(Locale.ROOT);
    return isName(name) ? Optional.of(name) : Optional.empty();
  }

  /** Letters, digits, hyphens; underscores too, which exist in DNS though not in host names. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > OCTETS_MAX) {
      return false;
    }
    int label = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i < name.length() ? name.charAt(i) : '.';
      if (c == '.') {
        if (label == 0 || label > LABEL_OCTETS_MAX || name.charAt(i - 1) == '-') {
          return false;
        }
        label = 0;
      } else if (c >= 'a' && c <= 'z'
          || c >= '0' && c <= '9'
          || c == '_'
          || c == '-' && label > 0) {
        label++;
      } else {
        return false;
      }
    }
    return true;
  }

  private static String literalText(InetAddress address) {
    String text = address.getHostAddress();
    return address.getAddress().length == 4 ? "[" + text + "]" : "[IPv6:" + text + "]";
  }

  private static Optional<InetAddress> literalAddress(String text) {
    if (!text.endsWith("]") || text.length() > 60) {
      return Optional.empty();
    }
    String inner = text.substring(1, text.length() - 1);
    boolean tagged = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    if (tagged ? !IPV6.matcher(inner.substring(5)).matches() : !IPV4.matcher(inner).matches()) {
      return Optional.empty();
    }
    try {
      // Never getByName: it would ask the machine's resolver for 999.1.1.1, and wait.
      return Optional.of(InetAddress.ofLiteral(tagged ? inner.substring(5) : inner));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Loaded only when a name that is not plain ASCII comes by: the tables are large. */
  private static final class Idna {
    static final IDNA UTS46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
  }
}
