package mailroad.smtp.server;

import java.nio.ByteBuffer;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.smtp.Replies;

/**
 * Takes the content out of what follows DATA: finds its end, removes stuffed dots, and notes what is wrong
 * with it (RFC 5321 section 4.5.2).
 *
 * <p>Only CR LF dot CR LF ends a message, and only CR LF begins a line: whoever takes less for an
 * end, or for a line, can be made to see two messages where another server sees one (CVE-2023-51764
 * and its kin). Content with a CR or LF by itself is read to its true end, and refused.
 *
 * <p>Each octet is looked at once; content is handed on in the pieces in which it came.
 */
final class DataDecoder {
  /** Takes the content. */
  interface Sink {
    void write(byte[] octets, int offset, int length) throws InterruptedException;
  }

  private enum Place {
    LINE_START,
    TEXT,
    /** Behind a CR, which was handed on. */
    CR,
    /** Behind a dot at a line's start, which was not. */
    DOT,
    /** Behind such a dot and a CR, neither of which was. */
    DOT_CR,
    END
  }

  private static final byte[] CR = {'\r'};

  private final Sink sink;
  private final long octetsMax;
  private final int lineOctetsMax;
  private Place place = Place.LINE_START;
  private long octets;
  private long lineOctets;
  private boolean bareLineEnd;
  private boolean lineTooLong;

  DataDecoder(Sink sink, SmtpLimits limits) {
    this.sink = sink;
    this.octetsMax = limits.messageOctetsMax();
    this.lineOctetsMax = limits.textLineOctetsMax();
  }

  /** Whether the end was found. */
  boolean ended() {
    return place == Place.END;
  }

  /** How many octets the content has so far. */
  long octets() {
    return octets;
  }

  /** Why the content cannot be taken, if it cannot. From then on nothing is handed on. */
  Optional<Reply> flaw() {
    if (bareLineEnd) {
      return Optional.of(Replies.BARE_LINE_END);
    }
    if (octets > octetsMax) {
      return Optional.of(Replies.MESSAGE_TOO_LARGE);
    }
    return lineTooLong ? Optional.of(Replies.TEXT_LINE_TOO_LONG) : Optional.empty();
  }

  /** Takes input, up to the content's end or the input's. */
  void take(ByteBuffer in) throws InterruptedException {
    byte[] array = in.array();
    int limit = in.arrayOffset() + in.limit();
    int at = in.arrayOffset() + in.position();
    int from = at; // where that begins which is to be handed on
    while (at < limit && place != Place.END) {
      if (place == Place.TEXT) {
        at = endOfText(array, at, limit);
        if (at == limit) {
          break;
        }
      }
      byte octet = array[at];
      switch (place) {
        case LINE_START, TEXT, CR -> {
          if (place == Place.LINE_START && octet == '.') {
            pass(array, from, at);
            from = at + 1;
            place = Place.DOT;
          } else {
            ordinary(octet);
          }
        }
        case DOT -> {
          if (octet == '\r') {
            from = at + 1;
            place = Place.DOT_CR;
          } else {
            place = Place.TEXT;
            ordinary(octet);
          }
        }
        case DOT_CR -> {
          if (octet == '\n') {
            from = at + 1;
            place = Place.END;
          } else {
            pass(CR, 0, 1);
            place = Place.CR;
            ordinary(octet);
          }
        }
        case END -> throw new IllegalStateException("past the end");
      }
      at++;
    }
    pass(array, from, at);
    in.position(at - in.arrayOffset());
  }

  /** Where the next CR or LF is. */
  private static int endOfText(byte[] array, int at, int limit) {
    int i = at;
    while (i < limit && array[i] != '\r' && array[i] != '\n') {
      i++;
    }
    return i;
  }

  /** An octet that is handed on, behind the start of a line, in text, or behind a CR. */
  private void ordinary(byte octet) {
    boolean behindCr = place == Place.CR;
    switch (octet) {
      case '\n' -> {
        bareLineEnd |= !behindCr;
        place = behindCr ? Place.LINE_START : Place.TEXT;
      }
      case '\r' -> {
        bareLineEnd |= behindCr;
        place = Place.CR;
      }
      default -> {
        bareLineEnd |= behindCr;
        place = Place.TEXT;
      }
    }
  }

  private void pass(byte[] array, int from, int to) throws InterruptedException {
    int length = to - from;
    if (length <= 0) {
      return;
    }
    octets += length;
    measureLines(array, from, to);
    if (flaw().isEmpty()) {
      sink.write(array, from, length);
    }
  }

  private void measureLines(byte[] array, int from, int to) {
    int at = from;
    if (lineOctets + to - from <= lineOctetsMax) {
      // No line of these can be too long: only where the last one begins is of interest.
      at = to;
      while (at > from && array[at - 1] != '\n') {
        at--;
      }
      lineOctets = at > from ? 0 : lineOctets;
    }
    for (int i = at; i < to; i++) {
      lineOctets++;
      if (array[i] == '\n') {
        lineTooLong |= lineOctets > lineOctetsMax;
        lineOctets = 0;
      }
    }
    lineTooLong |= lineOctets > lineOctetsMax;
  }
}
