package mailroad.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind MAIL and RCPT: a path in its angle brackets, then ESMTP parameters (RFC 5321 section
 * 4.1.2).
 *
 * @param mailbox what the brackets hold, without a source route (RFC 5321 appendix C)
 * @param parameters by keyword in upper case, in their order; the value is empty where there is no
 *     {@code =}
 */
record PathArgument(String mailbox, Map<String, String> parameters) {
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

  /** Reads it; empty if it is not of that form, or names a parameter twice. */
  static Optional<PathArgument> parse(String keyword, String argument) {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      return Optional.empty();
    }
    // A space behind the colon is wrong, and common.
    String rest = argument.substring(keyword.length()).stripLeading();
    int end = endOfPath(rest);
    if (end < 0) {
      return Optional.empty();
    }
    String mailbox = withoutRoute(rest.substring(1, end));
    Map<String, String> parameters = parameters(rest.substring(end + 1));
    return mailbox == null || parameters == null
        ? Optional.empty()
        : Optional.of(new PathArgument(mailbox, parameters));
  }

  /** Whether an address is meant that only SMTPUTF8 may carry (RFC 6531). */
  boolean beyondAscii() {
    return mailbox.chars().anyMatch(c -> c > 126);
  }

  /** Where the {@code >} is that ends the path; quoted ones do not. */
  private static int endOfPath(String text) {
    if (!text.startsWith("<")) {
      return -1;
    }
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** {@code @a,@b:user@c} becomes {@code user@c}; null if the route is not one. */
  private static @Nullable String withoutRoute(String path) {
    if (!path.startsWith("@")) {
      return path;
    }
    int from = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '[') {
        i = Math.max(i, path.indexOf(']', i));
      } else if (c == ',' || c == ':') {
        if (path.charAt(from) != '@' || Domain.parse(path.substring(from + 1, i)).isEmpty()) {
          return null;
        }
        from = i + 1;
        if (c == ':') {
          return from < path.length() ? path.substring(from) : null;
        }
        if (from == path.length()) {
          return null;
        }
      }
    }
    return null;
  }

  private static @Nullable Map<String, String> parameters(String text) {
    if (text.isBlank()) {
      return Map.of();
    }
    if (!text.startsWith(" ")) {
      return null;
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String word : text.strip().split(" +")) {
      int equals = word.indexOf('=');
      String keyword = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? "" : word.substring(equals + 1);
      if (!KEYWORD.matcher(keyword).matches()
          || equals >= 0 && value.isEmpty()
          || found.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
        return null;
      }
    }
    return found;
  }
}
