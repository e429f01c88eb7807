package mailroad.mailauth.arc;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailroad.mailauth.dkim.Canonical;
import mailroad.mailauth.dkim.SignedFields;
import mailroad.mailauth.dkim.TagList;
import mailroad.mime.Field;
import mailroad.mime.Header;

/**
 * The three fields that one server added (RFC 8617 section 4.2).
 *
 * @param instance its number, {@code i=}, from 1
 * @param tags of the seal
 */
record ArcSet(int instance, Field results, Field message, Field seal, TagList tags) {
  static final String RESULTS = "ARC-Authentication-Results";
  static final String MESSAGE = "ARC-Message-Signature";
  static final String SEAL = "ARC-Seal";

  /** RFC 8617 section 4.2.1. */
  static final int INSTANCE_MAX = 50;

  /** What the ARC fields of a message make. */
  sealed interface Chain {
    /** There are none. */
    record None() implements Chain {}

    /** Whole sets, from 1 on without a gap. */
    record Whole(List<ArcSet> sets) implements Chain {}

    /**
     * No chain.
     *
     * @param highest the highest number among its fields
     */
    record Broken(String reason, int highest) implements Chain {}
  }

  /** What {@code cv=} says; empty if there is none. */
  String validation() {
    return tags.word("cv").orElse("");
  }

  /** Finds the sets of a message (RFC 8617 section 5.2, steps 1 and 3). */
  static Chain chain(Header header, int setsMax) {
    Map<Integer, Field> results = new TreeMap<>();
    Map<Integer, Field> messages = new TreeMap<>();
    Map<Integer, Field> seals = new TreeMap<>();
    Optional<String> broken =
        collect(header, RESULTS, results)
            .or(() -> collect(header, MESSAGE, messages))
            .or(() -> collect(header, SEAL, seals));
    int highest = highest(results, messages, seals);
    if (broken.isPresent()) {
      return new Chain.Broken(broken.get(), highest);
    }
    if (highest == 0) {
      return new Chain.None();
    }
    if (highest > setsMax) {
      return new Chain.Broken("%d sets are too many".formatted(highest), highest);
    }
    List<ArcSet> sets = new ArrayList<>();
    for (int i = 1; i <= highest; i++) {
      Field of = results.get(i);
      Field by = messages.get(i);
      Field under = seals.get(i);
      if (of == null || by == null || under == null) {
        return new Chain.Broken("set %d is not whole".formatted(i), highest);
      }
      Optional<TagList> tags = TagList.parse(under.value());
      if (tags.isEmpty()) {
        return new Chain.Broken("seal %d cannot be read".formatted(i), highest);
      }
      sets.add(new ArcSet(i, of, by, under, tags.get()));
    }
    return new Chain.Whole(List.copyOf(sets));
  }

  @SafeVarargs
  private static int highest(Map<Integer, Field>... fields) {
    int highest = 0;
    for (Map<Integer, Field> some : fields) {
      highest = some.keySet().stream().reduce(highest, Math::max);
    }
    return highest;
  }

  /** Sorts the fields of a name by their numbers; says what is wrong with them. */
  private static Optional<String> collect(Header header, String name, Map<Integer, Field> into) {
    for (Field field : header.all(name)) {
      int instance = instance(field.value());
      if (instance == 0) {
        return Optional.of("an %s field has no number from 1 to 50".formatted(name));
      }
      if (into.putIfAbsent(instance, field) != null) {
        return Optional.of("there are two %s fields of number %d".formatted(name, instance));
      }
    }
    return Optional.empty();
  }

  /** The number that a field says in {@code i=}; 0 if it says none. What stands behind may be no list of tags. */
  private static int instance(String value) {
    for (String spec : value.split(";", -1)) {
      int equals = spec.indexOf('=');
      if (equals > 0 && spec.substring(0, equals).strip().equals("i")) {
        String number = spec.substring(equals + 1).strip();
        int read = number.matches("[0-9]{1,2}") ? Integer.parseInt(number) : 0;
        return read <= INSTANCE_MAX ? read : 0;
      }
    }
    return 0;
  }

  /**
   * What the seal of the last of these sets covers: all their fields, its own value left out (RFC 8617 section 5.1.1).
   */
  static byte[] covered(List<ArcSet> sets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
    for (ArcSet set : sets.subList(0, sets.size() - 1)) {
      set.cover(out);
    }
    ArcSet last = sets.getLast();
    Canonical.RELAXED.field(last.results.octets(), out);
    Canonical.RELAXED.field(last.message.octets(), out);
    SignedFields.unvalued(Canonical.RELAXED, last.seal.octets(), out);
    return out.toByteArray();
  }

  /** Writes the whole set, as later seals cover it. */
  void cover(ByteArrayOutputStream out) {
    Canonical.RELAXED.field(results.octets(), out);
    Canonical.RELAXED.field(message.octets(), out);
    Canonical.RELAXED.field(seal.octets(), out);
  }
}
