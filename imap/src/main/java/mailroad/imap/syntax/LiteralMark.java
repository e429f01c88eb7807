package mailroad.imap.syntax;

import java.util.Arrays;
import java.util.Optional;

/**
 * What announces a literal (RFC 3501 section 4.3, RFC 7888 section 3, RFC 3516 section 4.4).
 *
 * @param octets how many follow
 * @param waits whether the client waits for our leave to send them
 * @param binary whether they may hold NUL: {@code literal8}
 */
public record LiteralMark(long octets, boolean waits, boolean binary) {
  private static final int MARK_OCTETS_MAX = 24;

  /** The mark that a line ends with, if it does. No right line ends so and means something else. */
  public static Optional<LiteralMark> atEndOf(byte[] line) {
    int from = line.length - 1;
    if (from < 2 || line[from] != '}') {
      return Optional.empty();
    }
    while (from > 0 && line[from] != '{' && line.length - from < MARK_OCTETS_MAX) {
      from--;
    }
    if (from > 0 && line[from - 1] == '~') {
      from--;
    }
    Input input = new Input(Arrays.copyOfRange(line, from, line.length));
    try {
      LiteralMark mark = input.literalMark();
      input.end();
      return Optional.of(mark);
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
