package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A report about a message, for people and for programs: {@code multipart/report} (RFC 6522) of type {@code
 * delivery-status} (RFC 3464), or its internationalised form (RFC 6533).
 *
 * <p>Nothing that came from outside can break out of its field: line ends, controls and, where the report is
 * plain ASCII, all beyond it are replaced. Lines are folded.
 *
 * @param from mailbox that the report comes from
 * @param to mailbox that it goes to
 * @param subject in ASCII
 * @param messageId with its angle brackets
 * @param date when it was written
 * @param text what people read; lines parted by {@code \n}
 * @param groups what programs read: the first group is about the message, each other about one recipient
 * @param returned what is given back of the message
 * @param utf8 whether addresses in it may be beyond ASCII, so that it needs SMTPUTF8 (RFC 6533)
 */
public record Report(
    String from,
    String to,
    String subject,
    String messageId,
    Instant date,
    String text,
    List<List<Line>> groups,
    Returned returned,
    boolean utf8) {
  private static final int FOLD_AT = 76;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** One field of a group, such as {@code Action: failed}. */
  public record Line(String name, String value) {}

  /** What is given back of the message that the report is about. */
  public sealed interface Returned {
    /** Its header section. */
    record HeaderSection(byte[] octets) implements Returned {}

    /** All of it. */
    record Whole(byte[] octets) implements Returned {}
  }

  /** The record's lists do not change. */
  public Report {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** A moment as header fields have it (RFC 5322 section 3.3). */
  public static String date(Instant moment) {
    return DATE.format(moment);
  }

  /**
   * The report as a message, each line with its CRLF.
   *
   * @param boundary parts the parts; must not occur in what is given back
   */
  public byte[] octets(String boundary) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header(out, boundary);
    part(out, boundary, "text/plain; charset=utf-8", "Notification");
    for (String line : text.split("\n", -1)) {
      ascii(out, controlsReplaced(line, true));
    }
    part(
        out,
        boundary,
        utf8 ? "message/global-delivery-status" : "message/delivery-status",
        "Delivery report");
    for (List<Line> group : groups) {
      group.forEach(line -> field(out, line.name(), line.value()));
      ascii(out, "");
    }
    giveBack(out, boundary);
    ascii(out, "--" + boundary + "--");
    return out.toByteArray();
  }

  private void header(ByteArrayOutputStream out, String boundary) {
    field(out, "From", "Mail Delivery System <" + from + ">");
    field(out, "To", "<" + to + ">");
    field(out, "Subject", subject);
    field(out, "Date", date(date));
    field(out, "Message-ID", messageId);
    // RFC 3834 section 5: so that no robot answers.
    field(out, "Auto-Submitted", "auto-replied");
    field(out, "MIME-Version", "1.0");
    ascii(out, "Content-Type: multipart/report; report-type=delivery-status;");
    ascii(out, "\tboundary=\"" + boundary + "\"");
    ascii(out, "Content-Transfer-Encoding: " + (isEightBit() ? "8bit" : "7bit"));
    ascii(out, "");
    ascii(out, "This is a report of a mail system, in parts (RFC 3464).");
    ascii(out, "");
  }

  /** Whether the report holds octets beyond ASCII, so that it needs 8BITMIME (RFC 6152). */
  public boolean isEightBit() {
    return utf8
        || !isAscii(text.getBytes(StandardCharsets.UTF_8))
        || !isAscii(
            switch (returned) {
              case Returned.HeaderSection(var octets) -> octets;
              case Returned.Whole(var octets) -> octets;
            });
  }

  private static boolean isAscii(byte[] octets) {
    for (byte octet : octets) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }

  private void part(ByteArrayOutputStream out, String boundary, String type, String description) {
    ascii(out, "--" + boundary);
    ascii(out, "Content-Description: " + description);
    ascii(out, "Content-Type: " + type);
    ascii(out, "Content-Transfer-Encoding: " + (isEightBit() ? "8bit" : "7bit"));
    ascii(out, "");
  }

  private void giveBack(ByteArrayOutputStream out, String boundary) {
    switch (returned) {
      case Returned.HeaderSection(var octets) -> {
        part(
            out,
            boundary,
            utf8 ? "message/global-headers" : "text/rfc822-headers",
            "Undelivered message's header");
        raw(out, octets);
      }
      case Returned.Whole(var octets) -> {
        part(out, boundary, utf8 ? "message/global" : "message/rfc822", "Undelivered message");
        raw(out, octets);
      }
    }
    ascii(out, "");
  }

  private static void raw(ByteArrayOutputStream out, byte[] octets) {
    out.writeBytes(octets);
    if (octets.length < 2 || octets[octets.length - 1] != '\n') {
      ascii(out, "");
    }
  }

  private void field(ByteArrayOutputStream out, String name, String value) {
    StringBuilder line = new StringBuilder(name).append(':');
    int column = line.length();
    for (String word : controlsReplaced(value, utf8).split(" ", -1)) {
      if (column + 1 + word.length() > FOLD_AT && column > name.length() + 1) {
        line.append("\r\n ");
        column = 1;
      } else {
        line.append(' ');
        column++;
      }
      line.append(word);
      column += word.length();
    }
    ascii(out, line.toString());
  }

  private static String controlsReplaced(String text, boolean utf8) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\t' || c == '\r' || c == '\n') {
            out.append(' ');
          } else if (c < ' ' || c == 127 || (c >= 128 && c < 160)) {
            out.append('?');
          } else if (c > 127 && !utf8) {
            // RFC 6533 section 3: how an address beyond ASCII is written where only ASCII may
            // stand.
            out.append("\\x{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static void ascii(ByteArrayOutputStream out, String line) {
    out.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
