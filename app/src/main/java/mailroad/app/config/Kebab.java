package mailroad.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of keys: {@code lineOctetsMax} and {@code LINE_OCTETS_MAX} are written {@code line-octets-max}. */
final class Kebab {
  private Kebab() {}

  static String ofComponent(String camel) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      boolean begins =
          Character.isUpperCase(c)
              && i > 0
              && (Character.isLowerCase(camel.charAt(i - 1))
                  || Character.isDigit(camel.charAt(i - 1)));
      out.append(begins ? "-" : "").append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The candidate that a person most likely meant; empty if none is near. */
  static Optional<String> nearest(String typed, List<String> candidates) {
    int best = Math.max(2, typed.length() / 3) + 1;
    Optional<String> found = Optional.empty();
    for (String candidate : candidates) {
      int distance = distance(typed.toLowerCase(Locale.ROOT).replace('_', '-'), candidate);
      if (distance < best) {
        best = distance;
        found = Optional.of(candidate);
      }
    }
    return found;
  }

  /** How many letters must be changed, added or left out to make one word of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
