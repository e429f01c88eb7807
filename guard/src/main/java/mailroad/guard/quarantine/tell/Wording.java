package mailroad.guard.quarantine.tell;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import mailroad.guard.quarantine.Entry;
import mailroad.kernel.Text;
import mailroad.kernel.Why;

/** Words that letters share. Pure. */
final class Wording {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final int REASONS_MAX = 3;
  private static final int REASON_CHARACTERS_MAX = 160;

  private Wording() {}

  static String moment(Instant at, ZoneId zone) {
    return MOMENT.withZone(zone).format(at);
  }

  static String day(Instant at, ZoneId zone) {
    return DAY.withZone(zone).format(at);
  }

  static String subject(Entry entry) {
    String subject = Text.readable(entry.content().subject());
    return subject.isEmpty() ? "(no subject)" : subject;
  }

  static String author(Entry entry) {
    String author = Text.readable(entry.content().author());
    return author.isEmpty() ? "(nobody named)" : author;
  }

  static String kind(Entry entry) {
    return switch (entry.cause()) {
      case DANGEROUS -> "it looks dangerous";
      case UNWANTED -> "it looks like spam";
    };
  }

  /** What spoke against it: as the policy shows evidence, with its score in front, or what a filter insists on. */
  static List<String> reasons(Entry entry) {
    List<String> all =
        entry.finding().why().because().stream()
            .map(Why::finding)
            .filter(finding -> finding.startsWith("+") || finding.contains(" insists: "))
            .toList();
    return (all.isEmpty() ? List.of(entry.finding().verdict()) : all)
        .stream().limit(REASONS_MAX).map(Text::readable).map(Wording::cut).toList();
  }

  private static String cut(String text) {
    return text.length() <= REASON_CHARACTERS_MAX
        ? text
        : text.substring(0, REASON_CHARACTERS_MAX - 1) + "…";
  }

  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
