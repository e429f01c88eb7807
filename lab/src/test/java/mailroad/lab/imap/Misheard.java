package mailroad.lab.imap;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Every third untagged response of some form is said otherwise.
 *
 * @param form of the responses
 * @param said what is said instead; nothing, or several lines
 */
record Misheard(Pattern form, Function<MatchResult, List<String>> said) implements Fault {
  private static final int EVERY = 3;

  /** Says something else instead of what has the form of {@code regex}. */
  static Misheard instead(String regex, Function<MatchResult, String> said) {
    return new Misheard(Pattern.compile(regex), match -> List.of(said.apply(match)));
  }

  /** Says nothing. */
  static Misheard dropped(String regex) {
    return new Misheard(Pattern.compile(regex), _ -> List.of());
  }

  @Override
  public Function<String, List<String>> hearing() {
    int[] seen = {0};
    return line -> {
      var matcher = form.matcher(line);
      return matcher.matches() && ++seen[0] % EVERY == 0
          ? said.apply(matcher.toMatchResult())
          : List.of(line);
    };
  }
}
