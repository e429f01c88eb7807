package mailroad.mailauth.dkim;

/**
 * Brings a body into the form in which it is signed, chunk by chunk (RFC 6376 section 3.4.3 and 3.4.4). Only CRLF ends
 * a line. Empty lines are counted and held back, since those at the end do not count; so memory is the same however
 * many there are. Used by one task.
 */
final class CanonicalBody {
  private static final int OUT_OCTETS = 8_192;

  private final boolean relaxed;
  private final Sink sink;
  private final byte[] out = new byte[OUT_OCTETS];
  private int used;
  private long lineEnds;
  private boolean cr;
  private boolean blank;
  private boolean any;

  /** Takes octets; they are only valid during the call. */
  interface Sink {
    void take(byte[] octets, int length);
  }

  CanonicalBody(Canonical canonical, Sink sink) {
    this.relaxed = canonical == Canonical.RELAXED;
    this.sink = sink;
  }

  void take(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      byte c = octets[i];
      if (cr) {
        cr = false;
        if (c == '\n') {
          endLine();
          continue;
        }
        content((byte) '\r');
      }
      if (c == '\r') {
        cr = true;
      } else if (relaxed && (c == ' ' || c == '\t')) {
        blank = true;
      } else {
        content(c);
      }
    }
  }

  /** The body is whole. */
  void finish() {
    if (cr) {
      cr = false;
      content((byte) '\r');
    }
    // RFC 6376 section 3.4.3: a body without its last CRLF gets one, an empty one too; relaxed, the
    // empty one stays empty (RFC 6376 section 3.4.4).
    if (any || !relaxed) {
      put((byte) '\r');
      put((byte) '\n');
    }
    flush();
  }

  private void endLine() {
    blank = false; // RFC 6376 section 3.4.4: blanks at the end of a line do not count
    lineEnds++;
  }

  private void content(byte c) {
    for (; lineEnds > 0; lineEnds--) {
      put((byte) '\r');
      put((byte) '\n');
    }
    if (blank) {
      blank = false;
      put((byte) ' ');
    }
    any = true;
    put(c);
  }

  private void put(byte c) {
    if (used == out.length) {
      flush();
    }
    out[used++] = c;
  }

  private void flush() {
    if (used > 0) {
      sink.take(out, used);
      used = 0;
    }
  }
}
