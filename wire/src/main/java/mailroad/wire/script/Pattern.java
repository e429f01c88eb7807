package mailroad.wire.script;

import java.util.ArrayList;
import java.util.List;

/**
 * What a line has to look like: parts of text, anything between them.
 *
 * @param parts first stands at the start, last at the end; a single part is the whole line
 */
record Pattern(List<String> parts) {
  Pattern {
    parts = List.copyOf(parts);
  }

  /** Reads a pattern: {@code *} stands for anything, {@code \*} for itself. */
  static Pattern parse(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '*') {
        parts.add(Octets.unescape(text.substring(from, i)));
        from = i + 1;
      }
    }
    parts.add(Octets.unescape(text.substring(from)));
    return new Pattern(parts);
  }

  /** Whether a line is like this; in time linear in it, for each part is found once. */
  boolean matches(String line) {
    if (parts.size() == 1) {
      return line.equals(parts.getFirst());
    }
    String last = parts.getLast();
    int end = line.length() - last.length();
    int at = parts.getFirst().length();
    if (!line.startsWith(parts.getFirst()) || at > end || !line.endsWith(last)) {
      return false;
    }
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = line.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }

  /** The pattern as a script has it, {@code *} where anything may stand. */
  @Override
  public String toString() {
    return String.join("*", parts.stream().map(Octets::escape).toList());
  }
}
