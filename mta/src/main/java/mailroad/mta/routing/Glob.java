package mailroad.mta.routing;

import java.util.List;
import java.util.Optional;

/**
 * A text in which {@code *} stands for any characters, none included. There is nothing else to it: whether a text
 * fits is found in one pass from left to right, without ever going back (A21).
 */
final class Glob {
  /** Longer ones are surely a mistake. */
  static final int CHARACTERS_MAX = 255;

  private final String text;
  private final List<String> pieces;

  private Glob(String text) {
    this.text = text;
    this.pieces = List.of(text.split("\\*", -1));
  }

  /** Reads a pattern; empty if it is too long or has no characters. */
  static Optional<Glob> parse(String text) {
    return text.isEmpty() || text.length() > CHARACTERS_MAX
        ? Optional.empty()
        : Optional.of(new Glob(text));
  }

  /** Whether a text is one. */
  static boolean isGlob(String text) {
    return text.indexOf('*') >= 0;
  }

  /** Whether all of a text fits; case counts. */
  boolean matches(String candidate) {
    String first = pieces.getFirst();
    if (pieces.size() == 1) {
      return candidate.equals(first);
    }
    String last = pieces.getLast();
    int end = candidate.length() - last.length();
    if (end < first.length() || !candidate.startsWith(first) || !candidate.endsWith(last)) {
      return false;
    }
    int at = first.length();
    // Taking each piece as early as possible leaves the most room for those that follow.
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = candidate.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
