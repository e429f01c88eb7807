package mailroad.wire;

import java.nio.charset.StandardCharsets;

/**
 * One line as it came, without its end.
 *
 * @param octets what stood before the line's end; may hold a bare CR, never a LF
 * @param ending how the line ended
 */
public record Line(byte[] octets, Ending ending) {
  /** How a line ended. Mail protocols know CRLF alone; what else came is told, so that it can be refused. */
  public enum Ending {
    CRLF,
    BARE_LF
  }

  /** The line as text; octets that are not UTF-8 become U+FFFD. */
  public String text() {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
