package mailroad.imap.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.MailboxName;

/**
 * Where octets of a message stand, as CATENATE tells it: an IMAP URL without a server (RFC 5092 section 7), such as {@code
 * /Drafts;UIDVALIDITY=3/;UID=20/;SECTION=1.2/;PARTIAL=0.100}.
 *
 * @param mailbox empty for the selected one
 * @param uidValidity what the mailbox must have, if it is told
 * @param section the whole message if none is told
 */
public record MessageUrl(
    Optional<MailboxName> mailbox,
    OptionalLong uidValidity,
    long uid,
    Section section,
    Optional<FetchItem.Partial> partial) {
  private static final int LENGTH_MAX = 8_000;

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:/?([^;]*?)(?:;UIDVALIDITY=(\\d{1,10}))?/)?;UID=(\\d{1,10})"
              + "(?:/;SECTION=([^;]+?))?(?:/;PARTIAL=(\\d{1,10})(?:\\.(\\d{1,10}))?)?",
          Pattern.CASE_INSENSITIVE);

  /** Reads a URL; empty if it is none, or one of another server. */
  public static Optional<MessageUrl> parse(String url) {
    Matcher matcher = SHAPE.matcher(url);
    if (url.length() > LENGTH_MAX || !matcher.matches()) {
      return Optional.empty();
    }
    String name = decode(Optional.ofNullable(matcher.group(1)).orElse(""));
    Optional<MailboxName> mailbox = name.isEmpty() ? Optional.empty() : MailboxName.parse(name);
    Optional<Section> section = section(Optional.ofNullable(matcher.group(4)).orElse(""));
    if (!name.isEmpty() && mailbox.isEmpty() || section.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MessageUrl(
            mailbox,
            number(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            section.get(),
            partial(matcher)));
  }

  private static OptionalLong number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  private static Optional<FetchItem.Partial> partial(Matcher matcher) {
    OptionalLong from = number(matcher.group(5));
    return from.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FetchItem.Partial(
                from.getAsLong(), number(matcher.group(6)).orElse(Long.MAX_VALUE)));
  }

  private static Optional<Section> section(String coded) {
    Input input = new Input(("[" + decode(coded) + "]").getBytes(StandardCharsets.UTF_8));
    try {
      Section section = Section.parse(input);
      input.end();
      return Optional.of(section);
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /** Percent-encoding (RFC 3986 section 2.1) of UTF-8; what is none stays as it is. */
  private static String decode(String coded) {
    byte[] octets = coded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
      if (octets[i] == '%' && high >= 0 && low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(octets[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
