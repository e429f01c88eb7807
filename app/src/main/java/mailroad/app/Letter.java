package mailroad.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import mailroad.kernel.EmailAddress;

/** Makes a message of what somebody typed: line ends, and the fields that a letter has. */
final class Letter {
  private static final String FIELD = "[!-9;-~]+:.*";

  private Letter() {}

  /** The message with CRLF line ends, and From, To and Subject where they were missing. */
  static byte[] complete(byte[] typed, EmailAddress from, List<EmailAddress> to, String subject) {
    String text =
        new String(typed, StandardCharsets.ISO_8859_1).replace("\r\n", "\n").replace('\r', '\n');
    boolean hasHeader = text.lines().findFirst().filter(line -> line.matches(FIELD)).isPresent();
    int end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
    String header = hasHeader ? (end < 0 ? text : text.substring(0, end + 1)) : "";
    String body = hasHeader ? (end < 0 ? "" : text.substring(end + 2)) : text;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!has(header, "from")) {
      line(out, "From: <" + from + ">");
    }
    if (!has(header, "to")) {
      line(
          out,
          "To: "
              + to.stream()
                  .map(address -> "<" + address + ">")
                  .collect(Collectors.joining(",\r\n ")));
    }
    if (!has(header, "subject") && !subject.isEmpty()) {
      line(out, "Subject: " + subject.replaceAll("[\\r\\n]+", " "));
    }
    out.writeBytes(crlf(header));
    line(out, "");
    out.writeBytes(crlf(body));
    return out.toByteArray();
  }

  private static boolean has(String header, String name) {
    return header.lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"));
  }

  private static void line(ByteArrayOutputStream out, String line) {
    out.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] crlf(String text) {
    String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    return ended.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
