package mailroad.mailauth.dkim;

/**
 * Writes a header field over as many lines as it takes (RFC 5322 section 2.1.1 and 2.2.3). What is added is ASCII or
 * UTF-8 without line ends; that is the caller's to see to.
 */
public final class FoldedField {
  private static final int COLUMNS_MAX = 76;

  private final StringBuilder out = new StringBuilder();
  private int column;
  private boolean lineEmpty;

  /** A field of this name. */
  public FoldedField(String name) {
    out.append(name).append(':');
    column = out.length();
  }

  /** Adds text behind a blank, on the next line where this one has no room. */
  public FoldedField word(String text) {
    if (column + 1 + text.length() > COLUMNS_MAX && !lineEmpty) {
      fold();
    } else if (!lineEmpty) {
      put(" ");
    }
    put(text);
    return this;
  }

  /** Adds text without a blank where this line has room; for values in which blanks count for nothing. */
  public FoldedField glue(String text) {
    if (column + text.length() > COLUMNS_MAX && !lineEmpty) {
      fold();
    }
    put(text);
    return this;
  }

  /** Adds text that can be broken anywhere, as base64. */
  public FoldedField spread(String text) {
    for (int at = 0; at < text.length(); ) {
      if (column >= COLUMNS_MAX) {
        fold();
      }
      int n = Math.min(text.length() - at, COLUMNS_MAX - column);
      put(text.substring(at, at + n));
      at += n;
    }
    return this;
  }

  private void fold() {
    out.append("\r\n\t");
    column = 8;
    lineEmpty = true;
  }

  private void put(String text) {
    out.append(text);
    column += text.length();
    lineEmpty = lineEmpty && text.isEmpty();
  }

  /** The field with its CRLF. */
  @Override
  public String toString() {
    return out + "\r\n";
  }
}
