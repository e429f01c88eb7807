package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.guard.verdict.FilterException;
import mailroad.kernel.Reply;

/** What a milter says to a step. */
sealed interface MilterReply {
  /** On with the next step. */
  record Continue() implements MilterReply {}

  /** Nothing more of the body. */
  record Skip() implements MilterReply {}

  /** It wants to hear no more, and the message may pass. */
  record Accept() implements MilterReply {}

  /** To be taken and dropped. */
  record Discard() implements MilterReply {}

  /** Not to be taken. */
  record Refuse(Reply reply) implements MilterReply {}

  /** It needs more time. */
  record Progress() implements MilterReply {}

  /** A change or a wish, which only the message's end allows. */
  record Change(MilterPacket packet) implements MilterReply {}

  /** Reads a packet. */
  static MilterReply parse(MilterPacket packet) throws FilterException {
    return switch (packet.command()) {
      case 'c' -> new Continue();
      case 's' -> new Skip();
      case 'a' -> new Accept();
      case 'd' -> new Discard();
      case 'p' -> new Progress();
      case 'r' -> new Refuse(new Reply(550, "5.7.1", "Command rejected"));
      case 't', 'f' -> new Refuse(new Reply(451, "4.7.1", "Service unavailable - try again later"));
      case '4' -> new Refuse(new Reply(421, "4.7.0", "Service unavailable - closing connection"));
      case 'y' -> new Refuse(ReplyText.parse(packet.reader().text()));
      case 'h', 'i', 'm', 'b', 'e', '+', '2', '-', 'q' -> new Change(packet);
      default ->
          throw new FilterException(
              "it said '%s', which nobody knows".formatted(MilterPacket.shown(packet.command())));
    };
  }

  /** A reply in SMTP's own form, perhaps of several lines. */
  final class ReplyText {
    private static final Pattern LINE =
        Pattern.compile("([45]\\d\\d)(?:[ -](?:([45]\\.\\d{1,3}\\.\\d{1,3})(?: |$))?(.*))?");
    private static final int LINES_MAX = 32;

    private ReplyText() {}

    static Reply parse(String text) throws FilterException {
      List<String> lines = new ArrayList<>();
      int code = 0;
      String status = "";
      for (String line : text.lines().limit(LINES_MAX).toList()) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw new FilterException("a reply that is none");
        }
        code = Integer.parseInt(matcher.group(1));
        status = Optional.ofNullable(matcher.group(2)).orElse(status);
        lines.add(
            Optional.ofNullable(matcher.group(3)).orElse("").replaceAll("[^ -~]", "?").strip());
      }
      if (lines.isEmpty()) {
        throw new FilterException("a reply without a code");
      }
      boolean agrees = status.startsWith(String.format(Locale.ROOT, "%d.", code / 100));
      return new Reply(code, agrees ? status : "", lines);
    }
  }
}
