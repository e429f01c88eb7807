package mailroad.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import mailroad.mailbox.Flags;

/** Writes mbox (RFC 4155), with {@link Quoting#MBOXRD}, lines that end in LF, and a {@link Stamp} before each message. */
public final class MboxWriter {
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final OutputStream out;

  /** A writer; whoever gives the stream closes it. */
  public MboxWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a message. */
  public void write(byte[] content, Instant date, Flags flags) throws IOException {
    boolean raw = !isAllCrLf(content);
    write("From MAILER-DAEMON " + ASCTIME.format(date) + "\n");
    write(new Stamp(content.length, raw, date, flags).text());
    int at = 0;
    while (at < content.length) {
      int end = at;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      boolean ends = end < content.length;
      writeLine(content, at, end, ends && !raw ? end - 1 : end);
      at = end + 1;
    }
    out.write('\n');
  }

  private void writeLine(byte[] content, int from, int to, int textTo) throws IOException {
    int arrows = from;
    while (arrows < to && content[arrows] == '>') {
      arrows++;
    }
    if (Quoting.isFrom(content, arrows)) {
      out.write('>');
    }
    out.write(content, from, textTo - from);
    out.write('\n');
  }

  /** Whether LF can stand for each line end: all are CRLF, with no further CR before them. */
  private static boolean isAllCrLf(byte[] content) {
    for (int i = 0; i < content.length; i++) {
      boolean bare = content[i] == '\n' && (i == 0 || content[i - 1] != '\r');
      boolean doubled = content[i] == '\n' && i > 1 && content[i - 2] == '\r';
      if (bare || doubled) {
        return false;
      }
    }
    return true;
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
