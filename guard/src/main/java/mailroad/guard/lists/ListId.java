package mailroad.guard.lists;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.mime.Field;
import mailroad.mime.Header;

/**
 * Names a mailing list (RFC 2919 section 2).
 *
 * @param value in lower case: it is compared without regard to case (RFC 2919 section 6)
 */
public record ListId(String value) {
  /** RFC 2919 section 2 allows 255 characters. */
  private static final Pattern SHAPE = Pattern.compile("[!-;=?-~]{1,255}");

  private static final Pattern LAST_BRACKETS = Pattern.compile("<([^<>]*)>[^<>]*$");

  /** Must be one. */
  public ListId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a list id");
    }
  }

  /** The list that a message is from; empty if it names none, or several (RFC 2919 section 3 allows one). */
  public static Optional<ListId> of(Header header) {
    List<Field> fields = header.all("List-Id");
    return fields.size() == 1 ? parse(fields.getFirst().value()) : Optional.empty();
  }

  /** Reads a field's value: a phrase, and the id in angle brackets. Some leave the brackets out. */
  static Optional<ListId> parse(String field) {
    Matcher matcher = LAST_BRACKETS.matcher(field);
    String id = (matcher.find() ? matcher.group(1) : field).strip().toLowerCase(Locale.ROOT);
    return SHAPE.matcher(id).matches() ? Optional.of(new ListId(id)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
