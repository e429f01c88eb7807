package mailroad.guard.deceit;

import com.ibm.icu.text.SpoofChecker;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;

/** Finds names that look like some that are worth posing as. Pure. */
final class Lookalikes {
  /** Of shorter names too many others are one letter off. */
  private static final int SIMILAR_CHARS_MIN = 6;

  /** Shorter ones are in many names by chance. */
  private static final int WORD_CHARS_MIN = 5;

  private final List<Domain> originals;
  private final Sites sites;

  Lookalikes(Collection<Domain> originals, Sites sites) {
    this.originals = originals.stream().filter(name -> !name.isLiteral()).toList();
    this.sites = sites;
  }

  /** Whether the name is one of the originals', or below one. */
  boolean isOriginal(Domain name) {
    return originals.stream().anyMatch(original -> sites.same(original, name));
  }

  /** What the name looks like, without being of the same owner. */
  Optional<Resemblance> of(Domain name) {
    if (name.isLiteral() || isOriginal(name)) {
      return Optional.empty();
    }
    Domain site = sites.of(name);
    Optional<Resemblance> weak = Optional.empty();
    for (Domain original : originals) {
      Optional<Resemblance.How> how = how(name, site, sites.of(original));
      if (how.isPresent()) {
        Resemblance found = new Resemblance(original, how.get());
        if (found.strong()) {
          return Optional.of(found);
        }
        weak = weak.isPresent() ? weak : Optional.of(found);
      }
    }
    return weak;
  }

  private static Optional<Resemblance.How> how(Domain name, Domain site, Domain original) {
    String ours = label(original);
    String theirs = label(site);
    if (("." + name).contains("." + original + ".")) {
      return Optional.of(Resemblance.How.IN_FRONT);
    }
    if (theirs.equals(ours)) {
      return ours.length() >= WORD_CHARS_MIN
          ? Optional.of(Resemblance.How.OTHER_ENDING)
          : Optional.empty();
    }
    if (ours.length() >= 3 && folded(theirs).equals(folded(ours))) {
      return Optional.of(Resemblance.How.SAME_LOOK);
    }
    if (ours.length() >= SIMILAR_CHARS_MIN && isOneOff(folded(theirs), folded(ours))) {
      return Optional.of(Resemblance.How.ONE_OFF);
    }
    boolean within =
        ours.length() >= WORD_CHARS_MIN && Set.of(theirs.split("-", 10)).contains(ours);
    return within ? Optional.of(Resemblance.How.WITHIN) : Optional.empty();
  }

  /** The first label of a site, as people read it. */
  private static String label(Domain site) {
    String text = site.unicode();
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot);
  }

  /** What is left of a label where all that looks the same is the same. */
  static String folded(String label) {
    boolean ascii = label.chars().allMatch(c -> c < 128);
    String text = ascii ? label : Confusables.CHECKER.getSkeleton(label);
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '0' -> out.append('o');
        case '1', 'i', 'j', '|', '!' -> out.append('l');
        case '3' -> out.append('e');
        case '4' -> out.append('a');
        case '5' -> out.append('s');
        case '8' -> out.append('b');
        case '-', '_' -> {}
        default -> out.append(c);
      }
    }
    return out.toString().replace("rn", "m").replace("vv", "w").replace("cl", "d");
  }

  /** Whether a label mixes writing systems as no language does. */
  static boolean mixesScripts(Domain name) {
    if (!name.name().contains("xn--")) {
      return false;
    }
    for (String label : name.unicode().split("\\.")) {
      if (label.chars().anyMatch(c -> c > 127) && Confusables.CHECKER.failsChecks(label)) {
        return true;
      }
    }
    return false;
  }

  /** One letter more, less, other, or two neighbours that changed places. */
  static boolean isOneOff(String one, String other) {
    int longer = Math.max(one.length(), other.length());
    int shorter = Math.min(one.length(), other.length());
    if (longer - shorter > 1 || one.equals(other)) {
      return false;
    }
    int from = 0;
    while (from < shorter && one.charAt(from) == other.charAt(from)) {
      from++;
    }
    int to = 0;
    while (to < shorter - from
        && one.charAt(one.length() - 1 - to) == other.charAt(other.length() - 1 - to)) {
      to++;
    }
    int left = longer - from - to;
    boolean swapped =
        left == 2
            && longer == shorter
            && one.charAt(from) == other.charAt(from + 1)
            && one.charAt(from + 1) == other.charAt(from);
    return left <= 1 || swapped;
  }

  /** Loaded only when a name comes by that is not plain ASCII: the tables are large. */
  private static final class Confusables {
    static final SpoofChecker CHECKER =
        new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.CONFUSABLE)
            .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();
  }
}
