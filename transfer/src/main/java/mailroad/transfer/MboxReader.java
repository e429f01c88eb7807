package mailroad.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.mailbox.Flags;
import mailroad.mime.FieldDate;
import mailroad.mime.Header;

/**
 * Reads mbox files of any kind, message by message: RFC 4155, and what programs made of it. A message ends where {@code
 * Content-Length} says, if a separator or the end stands there, and otherwise before an empty line that a separator
 * follows. Used by one task.
 */
public final class MboxReader {
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,10})[ \\t]*\\r?$");
  private static final Pattern STATUS =
      Pattern.compile("(?im)^(?:x-)?status:[ \\t]*([a-z]*)[ \\t]*\\r?$");
  private static final Pattern KEYWORDS = Pattern.compile("(?im)^x-keywords:([^\\r\\n]*)\\r?$");
  private static final Pattern ASCTIME =
      Pattern.compile(
          "[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d)(?::(\\d\\d))?.*? (\\d{4})\\b.*");

  private final Lines lines;
  private final Optional<Quoting> quoting;
  private final int octetsMax;

  /**
   * A reader.
   *
   * @param quoting empty to find out: by Content-Length where it is right, else {@link Quoting#MBOXRD}
   * @param octetsMax the largest message that is taken
   */
  public MboxReader(InputStream in, Optional<Quoting> quoting, int octetsMax) {
    this.lines = new Lines(in, octetsMax);
    this.quoting = quoting;
    this.octetsMax = octetsMax;
  }

  /** What stands in the file. */
  public sealed interface Entry {
    /** The place of its separator in the file. */
    long offset();

    /** A message with CRLF line ends, unless it came from us with others. */
    record Message(long offset, Optional<Instant> date, Flags flags, byte[] content)
        implements Entry {}

    /** Nothing that can be taken. */
    record Unfit(long offset, String why) implements Entry {}
  }

  /** The next message; empty at the end. */
  public Optional<Entry> next() throws IOException {
    long offset = lines.offset();
    Optional<byte[]> separator = lines.next();
    while (separator.isPresent() && isEmpty(separator.get())) {
      offset = lines.offset();
      separator = lines.next();
    }
    if (separator.isEmpty()) {
      return Optional.empty();
    }
    if (!Quoting.isFrom(separator.get(), 0)) {
      skipToSeparator();
      return Optional.of(
          new Entry.Unfit(offset, "no line that begins with \"From \" stands before it"));
    }
    return Optional.of(message(offset, separator.get()));
  }

  private Entry message(long offset, byte[] separator) throws IOException {
    Optional<byte[]> first = lines.next();
    Optional<Stamp> stamp = first.flatMap(Stamp::parse);
    if (stamp.isPresent()) {
      for (int i = 1; i < Stamp.LINES; i++) {
        lines.next();
      }
    } else {
      first.ifPresent(lines::back);
    }
    Optional<byte[]> text = stamp.isPresent() ? body(new byte[0], Quoting.MBOXRD) : foreign();
    if (text.isEmpty()) {
      return new Entry.Unfit(offset, "it is larger than " + octetsMax + " octets");
    }
    return stamp.isPresent()
        ? ours(offset, stamp.get(), text.get())
        : theirs(offset, separator, text.get());
  }

  private static Entry ours(long offset, Stamp stamp, byte[] text) {
    byte[] content = stamp.raw() ? text : withCrLf(text);
    if (content.length < stamp.octets()) {
      return new Entry.Unfit(offset, "it is cut off: octets are missing at its end");
    }
    return new Entry.Message(
        offset,
        Optional.of(stamp.date()),
        stamp.flags(),
        Arrays.copyOf(content, (int) stamp.octets()));
  }

  private static Entry theirs(long offset, byte[] separator, byte[] text) {
    byte[] content = withCrLf(text);
    if (content.length == 0) {
      return new Entry.Unfit(offset, "it is empty");
    }
    Header header = Header.of(content);
    String head =
        new String(
            content, 0, (int) Math.min(header.end(), content.length), StandardCharsets.ISO_8859_1);
    Optional<Instant> date = asctime(new String(separator, StandardCharsets.ISO_8859_1));
    return new Entry.Message(
        offset,
        date.isPresent()
            ? date
            : header.value("Date").flatMap(FieldDate::parse).map(OffsetDateTime::toInstant),
        flags(head),
        content);
  }

  /** What mail programs write down in a header section. */
  private static Flags flags(String head) {
    StringBuilder atoms = new StringBuilder();
    Matcher status = STATUS.matcher(head);
    while (status.find()) {
      for (char letter : status.group(1).toUpperCase(Locale.ROOT).toCharArray()) {
        atoms.append(
            switch (letter) {
              case 'R' -> " \\Seen";
              case 'A' -> " \\Answered";
              case 'F' -> " \\Flagged";
              case 'D' -> " \\Deleted";
              case 'T' -> " \\Draft";
              default -> "";
            });
      }
    }
    Matcher keywords = KEYWORDS.matcher(head);
    while (keywords.find()) {
      atoms.append(' ').append(keywords.group(1).replace(',', ' '));
    }
    return FlagWords.of(Arrays.asList(atoms.toString().strip().split("\\s+")));
  }

  /** A message that others wrote: the header section tells whether its length is known. */
  private Optional<byte[]> foreign() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    Optional<byte[]> line = lines.next();
    while (line.isPresent() && !Quoting.isFrom(line.get(), 0) && head.size() <= octetsMax) {
      head.writeBytes(line.get());
      if (isEmpty(line.get())) {
        break;
      }
      line = lines.next();
    }
    if (line.isEmpty() || Quoting.isFrom(line.get(), 0)) {
      line.ifPresent(lines::back);
      return fitting(head);
    }
    OptionalInt length = contentLength(head.toString(StandardCharsets.ISO_8859_1));
    boolean trusted = quoting.isEmpty() || quoting.get() == Quoting.MBOXCL2;
    if (trusted && length.isPresent()) {
      Optional<byte[]> body = lines.exactly(length.getAsInt());
      if (body.isPresent()) {
        head.writeBytes(body.get());
        return fitting(head);
      }
    }
    return body(head.toByteArray(), quoting.orElse(Quoting.MBOXRD));
  }

  private Optional<byte[]> fitting(ByteArrayOutputStream message) {
    return message.size() <= octetsMax ? Optional.of(message.toByteArray()) : Optional.empty();
  }

  private OptionalInt contentLength(String head) {
    Matcher matcher = CONTENT_LENGTH.matcher(head);
    if (!matcher.find()) {
      return OptionalInt.empty();
    }
    long length = Long.parseLong(matcher.group(1));
    return length <= octetsMax ? OptionalInt.of((int) length) : OptionalInt.empty();
  }

  /** Lines up to an empty one that a separator follows, or up to the end; empty if they are too many. */
  private Optional<byte[]> body(byte[] head, Quoting kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head);
    boolean tooLarge = head.length > octetsMax;
    Optional<byte[]> held = Optional.empty(); // an empty line that may belong to the separator
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (held.isPresent() && Quoting.isFrom(line.get(), 0)) {
        lines.back(line.get());
        return tooLarge ? Optional.empty() : Optional.of(out.toByteArray());
      }
      held.ifPresent(out::writeBytes);
      held = isEmpty(line.get()) ? line : Optional.empty();
      tooLarge |= out.size() + line.get().length > octetsMax;
      if (tooLarge) {
        out.reset();
      } else if (held.isEmpty()) {
        out.writeBytes(kind.unquote(line.get()));
      }
    }
    return tooLarge ? Optional.empty() : Optional.of(out.toByteArray());
  }

  private void skipToSeparator() throws IOException {
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (Quoting.isFrom(line.get(), 0)) {
        lines.back(line.get());
        return;
      }
    }
  }

  static boolean isEmpty(byte[] line) {
    return line.length == 1 && line[0] == '\n'
        || line.length == 2 && line[0] == '\r' && line[1] == '\n';
  }

  /** Each LF with a CR before it. */
  public static byte[] withCrLf(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + text.length / 32 + 16);
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
        out.write(text, from, i - from);
        out.write('\r');
        from = i;
      }
    }
    out.write(text, from, text.length - from);
    return out.toByteArray();
  }

  /** The date of a separator, which is UTC by RFC 4155. */
  private static Optional<Instant> asctime(String separator) {
    Matcher matcher = ASCTIME.matcher(separator);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String seconds = Optional.ofNullable(matcher.group(4)).orElse("00");
    String text =
        "%s %s %s:%s %s"
            .formatted(
                matcher.group(1), matcher.group(2), matcher.group(3), seconds, matcher.group(5));
    try {
      return Optional.of(
          LocalDateTime.parse(
                  text, DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ENGLISH))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
