package mailroad.mailauth.spf;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that SPF makes: nearly anything may stand in them, and not all of it can be asked for. */
final class HostName {
  /** RFC 7208 section 7.3. */
  static final int OCTETS_MAX = 253;

  private static final int LABEL_OCTETS_MAX = 63;

  /** RFC 7208 section 7.1: {@code domain-end}, where it is not a macro. */
  private static final Pattern END =
      Pattern.compile(
          ".*\\.(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\\.?");

  private HostName() {}

  /** Reads what names a domain (RFC 7208 section 7.1: {@code domain-spec}). */
  static MacroString spec(String text) throws MalformedException {
    MacroString spec = MacroString.parse(text, false);
    if (spec.pieces().isEmpty()) {
      throw new MalformedException("it names no domain");
    }
    if (spec.pieces().getLast() instanceof MacroString.Literal(var end)
        && !END.matcher(end).matches()) {
      throw new MalformedException("\"%s\" does not end like a domain name".formatted(text));
    }
    return spec;
  }

  /**
   * The name as DNS can be asked for it; empty if it cannot (RFC 7208 section 4.3). RFC 8616 section 4: what is not
   * ASCII is in no name of DNS.
   */
  static Optional<String> askable(String name) {
    if (name.isEmpty() || name.length() > OCTETS_MAX) {
      return Optional.empty();
    }
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      label = c == '.' ? 0 : label + 1;
      boolean empty = c == '.' && (i == 0 || name.charAt(i - 1) == '.' || i == name.length() - 1);
      if (empty || label > LABEL_OCTETS_MAX || c > '~' || c < ' ') {
        return Optional.empty();
      }
    }
    return Optional.of(name.replace("\\", "\\\\"));
  }

  /** Whether a domain is one that may have a record at all (RFC 7208 section 4.3): of more than one label. */
  static boolean isQualified(String name) {
    return name.indexOf('.') > 0 && !name.startsWith("[") && askable(name).isPresent();
  }

  /** Without a dot at its end. */
  static String plain(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether a name is a domain or lies below it; case does not count. */
  static boolean isWithin(String name, String domain) {
    String lower = name.toLowerCase(Locale.ROOT);
    String above = domain.toLowerCase(Locale.ROOT);
    return lower.equals(above) || lower.endsWith("." + above);
  }
}
