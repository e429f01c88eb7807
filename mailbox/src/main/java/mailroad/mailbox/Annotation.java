package mailroad.mailbox;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of an annotation, such as {@code /private/comment}: in lower case, since case does not count (RFC 5464 section 3.2).
 *
 * @param name the whole name
 */
public record Annotation(String name) implements Comparable<Annotation> {
  private static final int LENGTH_MAX = 250;

  /** Who sees an annotation. */
  public enum Scope {
    /** Whoever has set it. */
    PRIVATE,
    /** All who may read the mailbox. */
    SHARED
  }

  /** Reads a name; empty if it is none (RFC 5464 section 3.2). */
  public static Optional<Annotation> parse(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    boolean ok =
        name.length() <= LENGTH_MAX
            && ((name + "/").startsWith("/private/") || (name + "/").startsWith("/shared/"))
            && !name.endsWith("/")
            && !name.contains("//")
            && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '*' && c != '%');
    return ok ? Optional.of(new Annotation(name)) : Optional.empty();
  }

  /** Who sees it. */
  public Scope scope() {
    return (name + "/").startsWith("/private/") ? Scope.PRIVATE : Scope.SHARED;
  }

  /**
   * Whether another name is this or lies below it.
   *
   * @param depth how many levels below count
   */
  public boolean includes(Annotation other, int depth) {
    if (other.equals(this)) {
      return true;
    }
    if (!other.name.startsWith(name + "/")) {
      return false;
    }
    String rest = other.name.substring(name.length());
    return rest.chars().filter(c -> c == '/').count() <= depth;
  }

  @Override
  public int compareTo(Annotation other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
