package mailroad.guard.verdict;

import java.util.List;

/** A header field as filters give it, in the form in which it may stand in a message. */
final class FieldText {
  /** RFC 5322 section 2.1.1, without the CRLF. */
  private static final int LINE_OCTETS_MAX = 998;

  /** A character takes up to three octets in UTF-8, or four as two UTF-16 units. */
  private static final int LINE_UNITS_MAX = LINE_OCTETS_MAX / 3;

  private FieldText() {}

  /** RFC 5322 section 3.6.8: printable ASCII without the colon. */
  static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > 32 && c < 127 && c != ':');
  }

  /**
   * The field with its CRLF. However a value breaks its lines, none of them begins a field of its own, none is blank
   * (RFC 5322 section 3.2.2), and none is too long where it has a blank to be folded at.
   */
  static String of(String name, String value) {
    StringBuilder out = new StringBuilder(name).append(':');
    boolean begun = false;
    for (String line : value.replace("\0", "").lines().toList()) {
      if (begun && line.isBlank()) {
        continue;
      }
      boolean blank = line.startsWith(" ") || line.startsWith("\t");
      if (begun) {
        out.append("\r\n").append(blank ? "" : "\t");
      } else {
        out.append(blank ? "" : " ");
        begun = true;
      }
      out.append(String.join("\r\n", folded(line.stripTrailing())));
    }
    return out.append("\r\n").toString();
  }

  private static List<String> folded(String line) {
    if (line.length() <= LINE_UNITS_MAX) {
      return List.of(line);
    }
    List<String> out = new java.util.ArrayList<>();
    String left = line;
    while (left.length() > LINE_UNITS_MAX) {
      int before = left.lastIndexOf(' ', LINE_UNITS_MAX);
      int cut =
          before > 0 && !left.substring(0, before).isBlank()
              ? before
              : left.indexOf(' ', LINE_UNITS_MAX);
      if (cut < 0 || left.substring(cut).isBlank()) {
        break;
      }
      out.add(left.substring(0, cut));
      left = left.substring(cut);
    }
    out.add(left);
    return out;
  }
}
