package mailroad.guard.deceit;

import java.util.Set;
import mailroad.kernel.Domain;

/** Which part of a name is one owner's. */
@FunctionalInterface
public interface Sites {
  /**
   * By the length of names: {@code shop.example} of {@code www.shop.example}, {@code shop.co.uk} of {@code
   * www.shop.co.uk}. For whoever has no list of public suffixes.
   */
  Sites ROUGH = Sites::rough;

  /** The part of a name that somebody could register. */
  Domain of(Domain name);

  /** Whether two names are of one owner. */
  default boolean same(Domain one, Domain other) {
    return one.equals(other) || of(one).equals(of(other));
  }

  private static Domain rough(Domain name) {
    if (name.isLiteral()) {
      return name;
    }
    String[] labels = name.name().split("\\.");
    int last = labels.length - 1;
    boolean under =
        last >= 2
            && labels[last].length() == 2
            && (labels[last - 1].length() <= 2
                || Set.of("com", "net", "org", "edu", "gov", "gob", "gouv", "asso", "ltd", "plc")
                    .contains(labels[last - 1]));
    int from = Math.max(0, last - (under ? 2 : 1));
    return new Domain(String.join(".", java.util.Arrays.copyOfRange(labels, from, last + 1)));
  }
}
