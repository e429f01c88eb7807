package mailroad.pop3;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long LINE_FEEDS = '\n' * ONES;

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
    for (int at = offset; at < end; ) {
      if (lineStart && octets[at] == '.') {
        wire.write(octets, sent, at - sent);
        wire.write(DOT);
        sent = at;
      }
      int lf = lineFeed(octets, at, end);
      lineStart = lf < end;
      complete = lineStart && (lf > at ? octets[lf - 1] == '\r' : afterCr);
      afterCr = !lineStart && octets[end - 1] == '\r';
      at = lf + 1;
    }
    wire.write(octets, sent, end - sent);
  }

  /** The next LF; the end if there is none. Eight octets at a time: most content has none of interest. */
  private static int lineFeed(byte[] octets, int from, int end) {
    int at = from;
    while (at + Long.BYTES <= end) {
      long zeroWhereLf = (long) EIGHT.get(octets, at) ^ LINE_FEEDS;
      long found = zeroWhereLf - ONES & ~zeroWhereLf & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    while (at < end && octets[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Ends the content, whose last line gets a CRLF if it has none. */
  void end() throws IOException {
    wire.write(complete ? ".\r\n" : "\r\n.\r\n");
  }
}
