package mailroad.guard.quarantine.tell;

/** Plain text in lines that every reader shows whole (RFC 5322 section 2.1.1). */
final class Paragraph {
  private static final int LINE_CHARACTERS = 76;

  private Paragraph() {}

  /** Adds a paragraph. */
  static void wrap(StringBuilder out, String text) {
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > LINE_CHARACTERS) {
        out.append('\n');
        column = 0;
      }
      if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    out.append('\n');
  }
}
