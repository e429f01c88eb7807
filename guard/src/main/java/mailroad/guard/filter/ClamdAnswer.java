package mailroad.guard.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clamd says of a stream. */
sealed interface ClamdAnswer {
  /** It found nothing. */
  record Clean() implements ClamdAnswer {}

  /** A signature fits. */
  record Found(String signature) implements ClamdAnswer {}

  /** It does not look at streams of this size. */
  record TooLarge() implements ClamdAnswer {}

  /** It failed, or this is no answer. */
  record Fault(String said) implements ClamdAnswer {}

  /** Reads an answer, without its end. */
  static ClamdAnswer parse(String line) {
    return Form.parse(line.strip());
  }

  /** Forms of answers, as clamd's manual has them. */
  final class Form {
    private static final Pattern OK = Pattern.compile("(?:stream|instream\\([^)]*\\)): OK");
    private static final Pattern FOUND =
        Pattern.compile("(?:stream|instream\\([^)]*\\)): (\\S.*) FOUND");

    private Form() {}

    private static ClamdAnswer parse(String line) {
      if (OK.matcher(line).matches()) {
        return new Clean();
      }
      Matcher found = FOUND.matcher(line);
      if (found.matches()) {
        return new Found(found.group(1));
      }
      return line.startsWith("INSTREAM size limit exceeded") ? new TooLarge() : new Fault(line);
    }
  }
}
