package mailroad.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A letter that this server writes itself: plain text, perhaps the same in HTML (RFC 2046 section 5.1.4), and perhaps
 * another message enclosed (RFC 2046 section 5.2.1). What came from outside cannot break out of its field.
 *
 * @param fromName display name of whom it is from
 * @param from mailbox that it comes from
 * @param to mailbox that it goes to
 * @param messageId with its angle brackets
 * @param text lines parted by {@code \n}
 */
public record Composition(
    String fromName,
    String from,
    String to,
    String subject,
    String messageId,
    Instant date,
    String text,
    Optional<String> html) {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));
  private static final int LINE_OCTETS_MAX = 998;

  /**
   * The letter, each line with its CRLF.
   *
   * @param boundary parts the parts; must not occur in the texts
   */
  public byte[] octets(String boundary) {
    StringBuilder out = fields();
    body(out, boundary);
    return bytes(out);
  }

  /** How an enclosed message is written. */
  public enum Enclosed {
    /** ASCII, in lines. */
    SEVEN_BIT("message/rfc822", "7bit"),
    /** In lines. */
    EIGHT_BIT("message/rfc822", "8bit"),
    /** Not in lines (RFC 3030). */
    BINARY("message/rfc822", "binary"),
    /** With a header section in UTF-8 (RFC 6532 section 3.7). */
    GLOBAL("message/global", "8bit");

    private final String type;
    private final String encoding;

    Enclosed(String type, String encoding) {
      this.type = type;
      this.encoding = encoding;
    }
  }

  /**
   * The letter with a message in it, which stays where it lies.
   *
   * @param boundary parts the parts; must not occur in the message either
   */
  public Octets around(Octets message, Enclosed as, String boundary) {
    StringBuilder head = fields();
    line(head, "Content-Type: multipart/mixed;");
    line(head, "\tboundary=\"" + boundary + "\"");
    line(head, "Content-Transfer-Encoding: " + as.encoding);
    line(head, "");
    line(head, "--" + boundary);
    body(head, boundary + "_");
    line(head, "");
    line(head, "--" + boundary);
    line(head, "Content-Type: " + as.type);
    line(head, "Content-Disposition: attachment");
    line(head, "Content-Transfer-Encoding: " + as.encoding);
    line(head, "");
    String tail = "\r\n--" + boundary + "--\r\n";
    return new Joined(
        Octets.of(bytes(head)),
        new Joined(message, Octets.of(tail.getBytes(StandardCharsets.US_ASCII))));
  }

  private StringBuilder fields() {
    StringBuilder out = new StringBuilder();
    line(out, "From: %s <%s>".formatted(EncodedWords.encode(fromName), plain(from)));
    line(out, "To: <%s>".formatted(plain(to)));
    line(out, "Subject: " + EncodedWords.encode(subject));
    line(out, "Date: " + Report.date(date));
    line(out, "Message-ID: " + plain(messageId));
    line(out, "Auto-Submitted: auto-generated"); // RFC 3834 section 5
    line(out, "MIME-Version: 1.0");
    return out;
  }

  private void body(StringBuilder out, String boundary) {
    if (html.isEmpty()) {
      part(out, "text/plain", text);
      return;
    }
    line(out, "Content-Type: multipart/alternative;");
    line(out, "\tboundary=\"" + boundary + "\"");
    line(out, "");
    line(out, "--" + boundary);
    part(out, "text/plain", text);
    line(out, "");
    line(out, "--" + boundary);
    part(out, "text/html", html.get());
    line(out, "");
    line(out, "--" + boundary + "--");
  }

  private static void part(StringBuilder out, String type, String text) {
    String lines = text.replaceAll("\r?\n|\r", "\r\n");
    byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
    boolean plain = octets.length == lines.length() && isInShortLines(lines);
    line(out, "Content-Type: " + type + "; charset=utf-8");
    line(out, "Content-Transfer-Encoding: " + (plain ? "7bit" : "base64"));
    line(out, "");
    out.append(plain ? lines : LINES.encodeToString(octets));
    if (!plain || !lines.endsWith("\r\n")) {
      line(out, "");
    }
  }

  private static boolean isInShortLines(String text) {
    return text.lines().allMatch(line -> line.length() <= LINE_OCTETS_MAX);
  }

  /** Controls cannot stand in a field. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static void line(StringBuilder out, String line) {
    out.append(line).append("\r\n");
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Some octets, and others behind them. */
  private record Joined(Octets first, Octets second) implements Octets {
    @Override
    public long size() {
      return first.size() + second.size();
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
      if (from >= first.size()) {
        return second.read(from - first.size(), into, offset, length);
      }
      int head = (int) Math.min(length, first.size() - from);
      int n = first.read(from, into, offset, head);
      return n < head || n == length ? n : n + second.read(0, into, offset + n, length - n);
    }
  }
}
