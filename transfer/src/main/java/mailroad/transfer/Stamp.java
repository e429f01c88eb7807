package mailroad.transfer;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;

/**
 * What our own mbox files say of a message before its first octet, so that it comes back as it was: three lines, of which
 * other programs read {@code Status} and {@code X-Status}.
 *
 * @param octets of the message, line ends as they were
 * @param raw whether its line ends stand in the file as they were, and not as LF for CRLF
 */
record Stamp(long octets, boolean raw, Instant date, Flags flags) {
  /** How many lines it takes. */
  static final int LINES = 3;

  private static final String FIELD = "X-Mailroad: ";
  private static final Pattern SHAPE =
      Pattern.compile(
          "X-Mailroad: 1; octets=(\\d{1,12}); form=(crlf|raw); date=(\\S+); flags=(.*)");

  String text() {
    return FIELD
        + "1; octets=%d; form=%s; date=%s; flags=%s\n"
            .formatted(octets, raw ? "raw" : "crlf", date, String.join(" ", flags.atoms()))
        + "Status: "
        + (flags.has(Flag.SEEN) ? "RO\n" : "O\n")
        + "X-Status: "
        + (flags.has(Flag.ANSWERED) ? "A" : "")
        + (flags.has(Flag.FLAGGED) ? "F" : "")
        + (flags.has(Flag.DELETED) ? "D" : "")
        + (flags.has(Flag.DRAFT) ? "T" : "")
        + "\n";
  }

  /** Reads the first of the lines, without its end. */
  static Optional<Stamp> parse(byte[] line) {
    Matcher matcher = SHAPE.matcher(new String(line, StandardCharsets.UTF_8).stripTrailing());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Stamp(
              Long.parseLong(matcher.group(1)),
              matcher.group(2).equals("raw"),
              Instant.parse(matcher.group(3)),
              FlagWords.of(List.of(matcher.group(4).split(" ")))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
