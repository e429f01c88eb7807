package mailroad.guard.verdict;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailroad.kernel.Why;

/**
 * How much each finding of a filter counts: as built in, or as the configuration has it.
 *
 * @param <K> the kinds of findings; each constant is one, named so in lower case with hyphens
 */
public final class Scores<K extends Enum<K> & Scores.Kind> {
  private final Map<K, Double> scores;

  /** A kind of finding. */
  public interface Kind {
    /** How much it counts unless the configuration says otherwise. */
    double standard();

    /** The enum's own. */
    String name();

    /** Its name as evidence. */
    default String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private Scores(Map<K, Double> scores) {
    this.scores = scores;
  }

  /**
   * The scores of these kinds.
   *
   * @param key of the configuration, for its faults
   * @param changed those that differ, each as {@code double-extension=2.5}
   * @throws IllegalArgumentException naming the key, if one of these is no score or of no kind
   */
  public static <K extends Enum<K> & Kind> Scores<K> of(
      Class<K> kinds, String key, List<String> changed) {
    Map<K, Double> scores = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      scores.put(kind, kind.standard());
    }
    for (String line : changed) {
      int equals = line.indexOf('=');
      String name = line.substring(0, Math.max(0, equals)).strip();
      K kind =
          scores.keySet().stream()
              .filter(it -> it.label().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "%s: \"%s\" is not name=score of a finding here".formatted(key, line)));
      scores.put(kind, number(key, line, line.substring(equals + 1).strip()));
    }
    return new Scores<>(scores);
  }

  private static double number(String key, String line, String text) {
    if (!text.matches("-?\\d{1,4}(\\.\\d{1,4})?")) {
      throw new IllegalArgumentException("%s: \"%s\" has no number".formatted(key, line));
    }
    return Double.parseDouble(text);
  }

  /** How much a finding counts. */
  public double of(K kind) {
    return scores.getOrDefault(kind, kind.standard());
  }

  /** The finding as evidence. */
  public Evidence evidence(K kind, Why why) {
    return new Evidence(kind.label(), of(kind), why);
  }
}
