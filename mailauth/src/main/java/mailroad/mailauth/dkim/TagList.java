package mailroad.mailauth.dkim;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import mailroad.kernel.Text;

/**
 * Tags and their values, {@code tag=value; tag=value} (RFC 6376 section 3.2): what signatures, seals and key records
 * are made of. Reading is total; pure.
 */
public final class TagList {
  private static final int DIGITS_MAX = 18;

  private final Map<String, String> tags;

  private TagList(Map<String, String> tags) {
    this.tags = Collections.unmodifiableMap(tags);
  }

  /** Reads a list; empty if it is none, or has a tag twice (RFC 6376 section 3.2). */
  public static Optional<TagList> parse(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      if (!text.substring(at, end).isBlank() || semicolon >= 0) {
        int equals = text.indexOf('=', at);
        if (equals < 0 || equals > end) {
          return Optional.empty();
        }
        String name = trim(text.substring(at, equals));
        String value = trim(text.substring(equals + 1, end));
        if (!isName(name) || !isValue(value) || tags.putIfAbsent(name, value) != null) {
          return Optional.empty();
        }
      }
      at = end + 1;
    }
    return tags.isEmpty() ? Optional.empty() : Optional.of(new TagList(tags));
  }

  /** The tags' names, in order. */
  public List<String> names() {
    return List.copyOf(tags.keySet());
  }

  /** A tag's value, blanks within it as they stand. */
  public Optional<String> value(String tag) {
    return Optional.ofNullable(tags.get(tag));
  }

  /** A tag's value without any blanks. */
  public Optional<String> word(String tag) {
    return value(tag).map(TagList::withoutBlanks);
  }

  /** A tag's value as a list with colons between; empty where there is no such tag. */
  public List<String> list(String tag) {
    return word(tag)
        .map(value -> Stream.of(value.split(":", -1)).filter(one -> !one.isEmpty()).toList())
        .orElse(List.of());
  }

  /** The octets of a tag in base64 (RFC 6376 section 3.5); empty where there are none or it is not that. */
  public Optional<byte[]> octets(String tag) {
    try {
      return word(tag)
          .filter(value -> !value.isEmpty())
          .map(value -> Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A number of digits alone; what has too many of them for any purpose is the largest there is. */
  public OptionalLong number(String tag) {
    Optional<String> digits =
        word(tag).filter(text -> !text.isEmpty() && Text.all(text, TagList::isDigit));
    if (digits.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        digits.get().length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(digits.get()));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static String withoutBlanks(String text) {
    if (Text.all(text, c -> !isBlank(c))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isBlank(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && isLetter(name.charAt(0))
        && Text.all(name, c -> isLetter(c) || isDigit(c) || c == '_');
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** RFC 6376 section 3.2: no controls; RFC 8616 section 4: what is beyond ASCII may stand there. */
  private static boolean isValue(String value) {
    return Text.all(value, c -> c > ' ' && c != 127 || isBlank(c));
  }
}
