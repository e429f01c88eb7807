package mailroad.pop3;

import java.io.IOException;
import mailroad.wire.Wire;

/**
 * Sends content as a multi-line response has it (RFC 1939 section 3): a dot more where a line begins with one, and a
 * lone dot at the end.
 *
 * <p>Octets go out as they are stored. Content from SMTP has CRLF throughout; IMAP's APPEND may have brought bare LFs.
 * A dot after a bare LF gets its dot more as well: some clients take a bare LF for a line's end, and must not be made
 * to believe by a message that it is over and that what follows are answers.
 */
final class DotStuffing {
  private static final byte[] DOT = {'.'};

  private final Wire wire;
  private boolean lineStart = true;
  private boolean afterCr;
  private boolean complete = true;

  DotStuffing(Wire wire) {
    this.wire = wire;
  }

  void write(byte[] octets, int offset, int length) throws IOException {
    int sent = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte octet = octets[i];
      if (lineStart && octet == '.') {
        wire.write(octets, sent, i - sent);
        wire.write(DOT);
        sent = i;
      }
      lineStart = octet == '\n';
      complete = lineStart && afterCr;
      afterCr = octet == '\r';
    }
    wire.write(octets, sent, end - sent);
  }

  /** Ends the content, whose last line gets a CRLF if it has none. */
  void end() throws IOException {
    wire.write(complete ? ".\r\n" : "\r\n.\r\n");
  }
}
