package mailroad.lab.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import mailroad.kernel.EmailAddress;

/**
 * A message that somebody writes.
 *
 * @param number from 1
 * @param from who writes
 * @param to whom to, whether or not they exist
 * @param at when it is first sent, after the start
 * @param content header section and body, lines with CRLF
 */
public record Letter(
    int number, EmailAddress from, List<EmailAddress> to, Duration at, byte[] content) {
  private static final int LINE_MAX = 78;
  private static final int SMALL_MAX = 2_000;
  private static final int LARGE_MAX = 150_000;
  private static final int LARGE_ONE_IN = 10;
  private static final int DOT_ONE_IN = 8;

  /** The recipients do not change. */
  public Letter {
    to = List.copyOf(to);
  }

  /** A letter with a text of a random length, among it lines that begin with a dot. */
  static Letter write(
      int number, EmailAddress from, List<EmailAddress> to, Duration at, SplittableRandom random) {
    int octets = random.nextInt(1, random.nextInt(LARGE_ONE_IN) == 0 ? LARGE_MAX : SMALL_MAX);
    StringBuilder text = new StringBuilder();
    text.append("From: <").append(from).append(">\r\n");
    to.forEach(one -> text.append("To: <").append(one).append(">\r\n"));
    text.append("Subject: letter ").append(number).append("\r\n");
    text.append("Date: Sun, 1 Mar 2026 12:00:00 +0000\r\n");
    text.append("Message-ID: ").append(messageId(number)).append("\r\n\r\n");
    int end = text.length() + octets;
    while (text.length() < end) {
      line(text, Math.min(LINE_MAX, end - text.length()), random);
    }
    return new Letter(number, from, to, at, text.toString().getBytes(US_ASCII));
  }

  private static void line(StringBuilder text, int length, SplittableRandom random) {
    if (random.nextInt(DOT_ONE_IN) == 0) {
      text.append('.');
    } else {
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt(' ', 127));
      }
    }
    text.append("\r\n");
  }

  /** What its Message-ID field says. */
  String messageId() {
    return messageId(number);
  }

  private static String messageId(int number) {
    return "<letter." + number + "@desk.tst>";
  }

  @Override
  public String toString() {
    return "letter %d from %s to %s".formatted(number, from, to);
  }
}
