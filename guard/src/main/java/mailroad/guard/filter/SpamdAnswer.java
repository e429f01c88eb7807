package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.guard.filter.RuleHits.Hit;
import mailroad.guard.verdict.FilterException;
import mailroad.kernel.Text;

/**
 * What spamd says of a message.
 *
 * @param score the sum
 * @param threshold from which on spamd calls it spam
 * @param content what was asked for
 */
record SpamdAnswer(double score, double threshold, String content) {
  private static final Pattern STATUS = Pattern.compile("SPAMD/\\d\\.\\d+ (\\d{1,3})(?: (.*))?");
  private static final Pattern SPAM =
      Pattern.compile(
          "(?:True|False|Yes|No) ; (-?\\d{1,6}(?:\\.\\d{1,6})?) / (-?\\d{1,6}(?:\\.\\d{1,6})?)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*\\*?\\s*(-?\\d{1,5}(?:\\.\\d{1,3})?)\\s+([A-Z_][A-Z0-9_]+)(?:\\s+(.*))?");
  private static final Pattern TESTS = Pattern.compile("(?s)\\btests=([A-Z0-9_,.=\\s-]*)");

  /** Whether a status line says that it went well; otherwise what it says. */
  static Optional<String> fault(String status) {
    Matcher matcher = STATUS.matcher(status);
    if (!matcher.matches()) {
      return Optional.of("it said \"%s\"".formatted(Text.visible(status)));
    }
    return matcher.group(1).equals("0")
        ? Optional.empty()
        : Optional.of("it failed: " + Text.visible(status));
  }

  /**
   * Reads an answer that went well.
   *
   * @param fields of its head, names in lower case
   */
  static SpamdAnswer of(Map<String, String> fields, String content) throws FilterException {
    Matcher spam = SPAM.matcher(fields.getOrDefault("spam", ""));
    if (!spam.matches()) {
      throw new FilterException("an answer without a score");
    }
    return new SpamdAnswer(
        Double.parseDouble(spam.group(1)), Double.parseDouble(spam.group(2)), content);
  }

  /** The rules of a report, as its usual template has them: score, name and words, these perhaps in several lines. */
  List<Hit> ofReport() {
    List<Hit> out = new ArrayList<>();
    boolean inTable = false;
    for (String line : content.lines().toList()) {
      Matcher rule = RULE.matcher(line);
      if (line.strip().startsWith("---- ")) {
        inTable = true;
      } else if (inTable && rule.matches()) {
        String text = rule.group(3) == null ? "" : rule.group(3);
        out.add(new Hit(rule.group(2), Double.parseDouble(rule.group(1)), text));
      } else if (inTable && line.startsWith("     ") && !line.isBlank() && !out.isEmpty()) {
        Hit last = out.removeLast();
        out.add(new Hit(last.rule(), last.score(), last.text() + " " + line.strip()));
      }
    }
    return out;
  }

  /** The names of a list of symbols. */
  List<String> ofSymbols() {
    return names(content);
  }

  /** The names that the field X-Spam-Status has. */
  static List<String> ofStatus(String value) {
    Matcher tests = TESTS.matcher(value);
    return tests.find() ? names(tests.group(1)) : List.of();
  }

  private static List<String> names(String text) {
    List<String> out = new ArrayList<>();
    for (String one : text.split("[,\\s]+")) {
      String name = one.replaceFirst("=.*", "");
      if (name.matches("[A-Z_][A-Z0-9_]+")) {
        out.add(name);
      }
    }
    return out;
  }
}
