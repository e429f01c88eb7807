package mailroad.dns;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * Denial by hashes of the names that are there (RFC 5155 section 8). Hashing costs, so it is counted.
 *
 * @param records of the same salt and iterations; the flags known
 */
record Nsec3Denial(Name zone, List<NSEC3Record> records, Work work) implements Denial {
  private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, false);
  private static final int OPT_OUT = NSEC3Record.Flags.OPT_OUT;

  /** The deepest name above that is there, and the name one label longer, which is not. */
  private record Encloser(Name closest, NSEC3Record at, NSEC3Record covering) {
    boolean optedOut() {
      return (covering.getFlags() & OPT_OUT) != 0;
    }
  }

  @Override
  public Outcome noSuchRecords(Name name, int type) {
    Optional<NSEC3Record> at = at(name);
    if (at.isPresent()) {
      return proven(lacks(at.get(), name, type));
    }
    Optional<Encloser> encloser = encloser(name);
    if (encloser.isEmpty()) {
      return Outcome.NOT_PROVEN;
    }
    Name wildcard = Records.wildcardBelow(encloser.get().closest());
    if (at(wildcard).filter(it -> lacks(it, wildcard, type)).isPresent()) {
      return Outcome.PROVEN;
    }
    return encloser.get().optedOut() ? Outcome.MAYBE_UNSIGNED : Outcome.NOT_PROVEN;
  }

  @Override
  public Outcome noSuchName(Name name) {
    Optional<Encloser> encloser = encloser(name);
    if (encloser.isEmpty()) {
      return Outcome.NOT_PROVEN;
    }
    if (covering(Records.wildcardBelow(encloser.get().closest())).isEmpty()) {
      return Outcome.NOT_PROVEN;
    }
    return encloser.get().optedOut() ? Outcome.MAYBE_UNSIGNED : Outcome.PROVEN;
  }

  @Override
  public Outcome noCloserName(Name name, Name closest) {
    Name nextCloser = Records.tail(name, closest.labels() + 1);
    return covering(nextCloser)
        .map(it -> (it.getFlags() & OPT_OUT) != 0 ? Outcome.MAYBE_UNSIGNED : Outcome.PROVEN)
        .orElse(Outcome.NOT_PROVEN);
  }

  @Override
  public Cut cut(Name child) {
    Optional<NSEC3Record> at = at(child);
    if (at.isPresent()) {
      if (at.get().hasType(Type.DS) || at.get().hasType(Type.SOA)) {
        return Cut.NOT_PROVEN;
      }
      return at.get().hasType(Type.NS) ? Cut.UNSIGNED_ZONE : Cut.NO_ZONE;
    }
    // RFC 5155 section 8.6: below an opt-out there may be delegations that nothing is said about.
    return encloser(child)
        .map(it -> it.optedOut() ? Cut.UNSIGNED_ZONE : Cut.NO_ZONE)
        .orElse(Cut.NOT_PROVEN);
  }

  @Override
  public boolean optsOut() {
    return records.stream().anyMatch(it -> (it.getFlags() & OPT_OUT) != 0);
  }

  private static Outcome proven(boolean proven) {
    return proven ? Outcome.PROVEN : Outcome.NOT_PROVEN;
  }

  private static boolean lacks(NSEC3Record at, Name name, int type) {
    boolean upperSide = at.hasType(Type.NS) && !at.hasType(Type.SOA);
    boolean lowerSide = at.hasType(Type.SOA) && !name.equals(Name.root);
    return !at.hasType(type)
        && !at.hasType(Type.CNAME)
        && (type == Type.DS ? !lowerSide : !upperSide);
  }

  /** RFC 5155 section 8.3: the closest provable encloser of a name that is not there. */
  private Optional<Encloser> encloser(Name name) {
    Name below = name;
    for (Name above : Records.upwards(name)) {
      if (!above.subdomain(zone)) {
        break;
      }
      Optional<NSEC3Record> at = at(above);
      if (at.isPresent()) {
        boolean delegates = at.get().hasType(Type.NS) && !at.get().hasType(Type.SOA);
        if (above.equals(name) || delegates || at.get().hasType(Type.DNAME)) {
          return Optional.empty();
        }
        return covering(below).map(it -> new Encloser(above, at.get(), it));
      }
      below = above;
    }
    return Optional.empty();
  }

  private Optional<NSEC3Record> at(Name name) {
    Optional<byte[]> hash = hash(name);
    return records.stream()
        .filter(it -> hash.isPresent() && Arrays.equals(owner(it), hash.get()))
        .findFirst();
  }

  private Optional<NSEC3Record> covering(Name name) {
    Optional<byte[]> hash = hash(name);
    return records.stream()
        .filter(it -> hash.isPresent() && covers(owner(it), it.getNext(), hash.get()))
        .findFirst();
  }

  /** The last hash of the zone is followed by the first. */
  static boolean covers(byte[] owner, byte[] next, byte[] hash) {
    int span = Arrays.compareUnsigned(owner, next);
    boolean after = Arrays.compareUnsigned(owner, hash) < 0;
    boolean before = Arrays.compareUnsigned(hash, next) < 0;
    return span < 0 ? after && before : after || before;
  }

  private Optional<byte[]> hash(Name name) {
    return records.isEmpty() ? Optional.empty() : hash(records.getFirst(), name, work);
  }

  /** The hash of a name as the record's zone makes it; empty if there were too many. */
  static Optional<byte[]> hash(NSEC3Record like, Name name, Work work) {
    if (!work.spendHash()) {
      return Optional.empty();
    }
    try {
      return Optional.of(like.hashName(name.canonicalize()));
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  /** The hash in a record's name; empty if it is none. */
  static byte[] owner(NSEC3Record record) {
    byte[] hash = BASE32.fromString(record.getName().getLabelString(0));
    return hash == null ? new byte[0] : hash;
  }
}
