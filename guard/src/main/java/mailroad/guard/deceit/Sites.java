package mailroad.guard.deceit;

import mailroad.kernel.Domain;

/** Which part of a name is one owner's, as the list of public suffixes tells it. */
@FunctionalInterface
public interface Sites {
  /** The part of a name that somebody could register. */
  Domain of(Domain name);

  /** Whether two names are of one owner. */
  default boolean same(Domain one, Domain other) {
    return one.equals(other) || of(one).equals(of(other));
  }
}
