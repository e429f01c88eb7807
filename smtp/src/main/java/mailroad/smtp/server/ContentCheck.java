package mailroad.smtp.server;

import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.smtp.Body;
import mailroad.smtp.Replies;

/**
 * What is wrong with content that comes in chunks. It needs no line to end it, but unless it is said to be binary it
 * must be lines all the same, for the next hop may want it as such (RFC 3030 section 2, RFC 5321 section 2.3.8).
 */
final class ContentCheck {
  private final SmtpLimits limits;
  private final boolean lines;
  private long octets;
  private long lineOctets;
  private boolean behindCr;
  private boolean bareLineEnd;
  private boolean lineTooLong;

  ContentCheck(SmtpLimits limits, Body body) {
    this.limits = limits;
    this.lines = body != Body.BINARY;
  }

  /** Looks at octets, each once. */
  void look(byte[] array, int from, int to) {
    octets += to - from;
    if (!lines) {
      return;
    }
    for (int i = from; i < to; i++) {
      byte octet = array[i];
      bareLineEnd |= behindCr != (octet == '\n');
      behindCr = octet == '\r';
      lineOctets = octet == '\n' ? 0 : lineOctets + 1;
      lineTooLong |= lineOctets > limits.textLineOctetsMax();
    }
  }

  /** How many octets more are taken. */
  long room() {
    return limits.messageOctetsMax() - octets;
  }

  /** Why the content cannot be taken, if it cannot. */
  Optional<Reply> flaw() {
    if (bareLineEnd) {
      return Optional.of(Replies.BARE_LINE_END);
    }
    if (octets > limits.messageOctetsMax()) {
      return Optional.of(Replies.MESSAGE_TOO_LARGE);
    }
    return lineTooLong ? Optional.of(Replies.TEXT_LINE_TOO_LONG) : Optional.empty();
  }

  /** As {@link #flaw}, now that the content is whole. */
  Optional<Reply> flawOfAll() {
    bareLineEnd |= behindCr;
    return flaw();
  }
}
