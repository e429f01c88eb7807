package mailroad.pop3;

/**
 * How far TOP goes into a message: its header, the empty line, and some lines of the body (RFC 1939 section 7). Fed
 * with the content piece by piece.
 */
final class Excerpt {
  private int left;
  private boolean inHeader = true;
  private long lineOctets;
  private boolean afterCr;

  /** The header, and so many lines. */
  Excerpt(int lines) {
    this.left = lines;
  }

  /** How many of the next octets belong. */
  int take(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (isOver()) {
        return i;
      }
      byte octet = octets[i];
      if (octet == '\n') {
        endOfLine();
      } else {
        lineOctets++;
        afterCr = octet == '\r';
      }
    }
    return length;
  }

  private void endOfLine() {
    if (!inHeader) {
      left--;
    } else if (lineOctets == 0 || lineOctets == 1 && afterCr) {
      inHeader = false;
    }
    lineOctets = 0;
  }

  /** Whether nothing more belongs. */
  boolean isOver() {
    return !inHeader && left <= 0;
  }
}
