package mailroad.guard.path;

import java.util.Set;
import mailroad.kernel.Domain;

/**
 * What this server knows of itself.
 *
 * @param names by which it writes trace fields
 * @param known ids, of those that the fields of a message claim, of messages that were here
 * @param old ids that are too old for that to be known, in fields of the same time
 */
record Ours(Set<Domain> names, Set<String> known, Set<String> old) {
  /** The record's sets do not change. */
  Ours {
    names = Set.copyOf(names);
    known = Set.copyOf(known);
    old = Set.copyOf(old);
  }

  boolean is(String name) {
    return Domain.parse(name).map(names::contains).orElse(false);
  }

  /** Whether a field bears our name and is of a message that was here. */
  boolean wrote(ReceivedField field) {
    return is(field.by()) && known.contains(field.id());
  }

  /** Whether a field bears our name, and is not ours for all that can be known. */
  boolean isForged(ReceivedField field) {
    return is(field.by()) && !known.contains(field.id()) && !old.contains(field.id());
  }
}
