package mailroad.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.Reply;

/** Replies as they go over the wire: RFC 5321 section 4.2.1, enhanced status codes RFC 2034. */
public final class ReplyForm {
  /** RFC 5321 section 4.5.3.1.5, its CRLF counted. */
  private static final int LINE_OCTETS_MAX = 512;

  private static final Pattern STATUS = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$)");

  private ReplyForm() {}

  /**
   * The reply in lines, each with its CRLF. What cannot stand in a reply, such as line ends in its text,
   * becomes {@code ?}; what is too long is cut.
   */
  public static String write(Reply reply) {
    StringBuilder out = new StringBuilder(64);
    List<String> lines = reply.lines();
    String status = reply.status().isEmpty() ? "" : reply.status() + " ";
    for (int i = 0; i < lines.size(); i++) {
      String head = reply.code() + (i < lines.size() - 1 ? "-" : " ") + status;
      String text = head + textstring(lines.get(i));
      out.append(text, 0, Math.min(text.length(), LINE_OCTETS_MAX - 2)).append("\r\n");
    }
    return out.toString();
  }

  /** RFC 5321 section 4.2.1: {@code textstring} is a tab and visible ASCII. */
  private static String textstring(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 127 || c == '\t' ? c : '?');
    }
    return out.toString();
  }

  /**
   * How one line of a reply continues.
   *
   * @param code three digits, the first 2 to 5
   * @param last whether the reply ends with this line
   * @param text what is left
   */
  public record ReplyLine(int code, boolean last, String text) {}

  /**
   * Reads one line of a reply, leniently: the text may hold anything, and may be missing (RFC 5321
   * section 4.2). Empty if it does not start like a reply.
   */
  public static Optional<ReplyLine> readLine(byte[] octets) {
    if (octets.length < 3
        || octets[0] < '2'
        || octets[0] > '5'
        || !isDigit(octets[1])
        || !isDigit(octets[2])
        || octets.length > 3 && octets[3] != ' ' && octets[3] != '-') {
      return Optional.empty();
    }
    int code = (octets[0] - '0') * 100 + (octets[1] - '0') * 10 + octets[2] - '0';
    boolean last = octets.length == 3 || octets[3] == ' ';
    int from = Math.min(4, octets.length);
    String text = new String(octets, from, octets.length - from, StandardCharsets.UTF_8);
    return Optional.of(new ReplyLine(code, last, text));
  }

  /**
   * The reply that these lines make. The last line's code counts, should they differ. The enhanced
   * status code is taken from the first line that has one of the code's class.
   */
  public static Reply read(List<ReplyLine> lines) {
    int code = lines.getLast().code();
    String status = "";
    List<String> texts = new ArrayList<>();
    for (ReplyLine line : lines) {
      Matcher found = STATUS.matcher(line.text());
      boolean has = found.lookingAt() && line.text().charAt(0) - '0' == code / 100;
      if (has && status.isEmpty()) {
        status = found.group(1);
      }
      texts.add(
          has && found.group(1).equals(status) ? line.text().substring(found.end()) : line.text());
    }
    return new Reply(code, status, texts);
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }
}
