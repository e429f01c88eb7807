package mailroad.guard;

import java.util.Comparator;
import java.util.List;
import mailroad.guard.verdict.Action;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Sentencing.Sentence;
import mailroad.guard.verdict.Verdict;
import mailroad.kernel.Text;

/** The header field that tells a user in plain words why a message went where it is. */
final class VerdictField {
  private static final String NAME = "Mailroad-Verdict:";
  private static final int LINE_CHARACTERS = 76;
  private static final int REASONS_MAX = 4;
  private static final int REASON_CHARACTERS_MAX = 160;

  private VerdictField() {}

  /** The fields, each with its CRLF: a verdict, and for rules of users a flag where it is unwanted. */
  static List<String> of(Sentence sentence, List<Evidence> evidence) {
    StringBuilder text = new StringBuilder(String.valueOf(sentence.whole().action()));
    text.append("; score=").append(Verdict.number(sentence.whole().sum()));
    sentence.insisting().ifPresent(one -> text.append("; by=").append(one.filter()));
    evidence.stream()
        .filter(one -> one.score() > 0)
        .sorted(Comparator.comparingDouble(Evidence::score).reversed())
        .limit(REASONS_MAX)
        .forEach(one -> text.append("; ").append(words(one)));
    String verdict = folded(text.toString());
    return sentence.severest().compareTo(Action.MARK) >= 0
        ? List.of(verdict, "X-Spam-Flag: YES\r\n")
        : List.of(verdict);
  }

  private static String words(Evidence evidence) {
    String said = evidence.why().finding();
    String some = said.substring(0, Math.min(said.length(), REASON_CHARACTERS_MAX));
    return "%s (%s)".formatted(some.replace(';', ','), evidence.name());
  }

  /** RFC 5322 section 2.2.3; what is not printable ASCII is made visible. */
  private static String folded(String text) {
    StringBuilder out = new StringBuilder(NAME);
    int column = NAME.length();
    for (String word : Text.visible(text).split(" ")) {
      String plain =
          Text.all(word, c -> c > ' ' && c < 127) ? word : word.replaceAll("[^!-~]", "?");
      if (column + 1 + plain.length() > LINE_CHARACTERS && column > NAME.length()) {
        out.append("\r\n");
        column = 0;
      }
      out.append(' ').append(plain);
      column += 1 + plain.length();
    }
    return out.append("\r\n").toString();
  }
}
