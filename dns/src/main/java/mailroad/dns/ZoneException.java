package mailroad.dns;

import java.io.Serial;

/** The text of a zone that cannot be served. */
public final class ZoneException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final String what;

  ZoneException(int line, String what) {
    super(line > 0 ? "line " + line + ": " + what : what);
    this.line = line;
    this.what = what;
  }

  /** The fault, without the line. */
  public String what() {
    return what;
  }

  /** The line at fault, counted from 1; 0 if the fault is not in one line. */
  public int line() {
    return line;
  }
}
