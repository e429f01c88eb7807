package mailroad.guard.deceit;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The name that somebody goes by in mail. */
record PersonName(List<String> words) {
  private static final int WORDS_MAX = 5;
  private static final Pattern APART = Pattern.compile("[^\\p{L}\\p{M}']+");

  /** The words of a name, in lower case and without accents; {@code Doe, Jane} is turned round. */
  static PersonName of(String written) {
    int comma = written.indexOf(',');
    String text =
        comma > 0 && comma < 60 && written.indexOf(',', comma + 1) < 0
            ? written.substring(comma + 1) + " " + written.substring(0, comma)
            : written;
    String plain =
        Normalizer.normalize(text.toLowerCase(Locale.ROOT).replace("ß", "ss"), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "");
    List<String> words =
        Stream.of(APART.split(plain)).filter(word -> !word.isEmpty()).limit(WORDS_MAX).toList();
    return new PersonName(words);
  }

  /** Whether it is a name of a person as far as one can see: two words or more. */
  boolean isWhole() {
    return words.size() > 1 && words.stream().allMatch(word -> word.length() < 40);
  }

  /** The local parts that somebody of this name may have. */
  Set<String> localParts() {
    if (!isWhole()) {
      return Set.of();
    }
    String first = words.getFirst();
    String last = words.getLast();
    Set<String> out = new LinkedHashSet<>();
    for (String between : List.of(".", "_", "-", "")) {
      out.add(first + between + last);
    }
    out.add(first.substring(0, first.offsetByCodePoints(0, 1)) + "." + last);
    out.add(first.substring(0, first.offsetByCodePoints(0, 1)) + last);
    out.add(last + "." + first);
    return out;
  }
}
