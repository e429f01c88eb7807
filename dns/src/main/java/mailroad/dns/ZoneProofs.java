package mailroad.dns;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What a signed zone adds to its answers for those who want proof: signatures, and the NSEC or NSEC3 records
 * that prove what is not there (RFC 4035 section 3.1, RFC 5155 section 7.2). Pure; empty for an unsigned zone.
 */
final class ZoneProofs {
  private final Zone zone;
  private final TreeMap<String, NSEC3Record> byHash = new TreeMap<>();

  ZoneProofs(Zone zone) {
    this.zone = zone;
    for (NSEC3Record record : zone.hashed()) {
      byHash.put(HexFormat.of().formatHex(Nsec3Denial.owner(record)), record);
    }
  }

  /** The records with their signatures behind them, told as those of another name for a wildcard. */
  List<Record> signed(List<Record> set, Name source, Name name) {
    if (set.isEmpty()) {
      return List.of();
    }
    List<Record> all = new ArrayList<>(set);
    int type = set.getFirst().getType();
    zone.at(source, Type.RRSIG).stream()
        .filter(record -> ((RRSIGRecord) record).getTypeCovered() == type)
        .map(record -> Records.with(record, name, record.getTTL()))
        .forEach(all::add);
    return all;
  }

  private List<Record> signed(List<Record> set) {
    return set.isEmpty()
        ? List.of()
        : signed(set, set.getFirst().getName(), set.getFirst().getName());
  }

  /** That the name has no such records; {@code source} is the wildcard that stands for it, or the name. */
  List<Record> noData(Name name, Name source) {
    Set<Record> all = new LinkedHashSet<>();
    if (byHash.isEmpty()) {
      all.addAll(nsecFor(name));
      all.addAll(nsecFor(source));
    } else {
      all.addAll(source.equals(name) ? List.of() : closest(name));
      all.addAll(atHash(source).isEmpty() ? closest(name) : atHash(source));
    }
    return List.copyOf(all);
  }

  /** That neither the name nor a wildcard for it is there. */
  List<Record> noName(Name name, Name closest) {
    Set<Record> all = new LinkedHashSet<>();
    Name wildcard = Records.wildcardBelow(closest);
    if (byHash.isEmpty()) {
      all.addAll(nsecFor(name));
      all.addAll(nsecFor(wildcard));
    } else {
      all.addAll(closest(name));
      all.addAll(covering(wildcard));
    }
    return List.copyOf(all);
  }

  /** That nothing closer than the wildcard is there. */
  List<Record> noCloser(Name name, Name closest) {
    return byHash.isEmpty() ? nsecFor(name) : covering(Records.tail(name, closest.labels() + 1));
  }

  /** The DS records of a deeper zone, or that it has none. */
  List<Record> delegation(Name child) {
    List<Record> ds = zone.at(child, Type.DS);
    if (!ds.isEmpty()) {
      return signed(ds);
    }
    return byHash.isEmpty()
        ? nsecFor(child)
        : atHash(child).isEmpty() ? closest(child) : atHash(child);
  }

  /** The NSEC at a name or before it. */
  private List<Record> nsecFor(Name name) {
    Optional<Name> at = zone.atOrBefore(name, Type.NSEC);
    return at.map(it -> signed(zone.at(it, Type.NSEC))).orElse(List.of());
  }

  /** RFC 5155 section 7.2.1: the deepest name above that is there, and that the next is not. */
  private List<Record> closest(Name name) {
    Name below = name;
    for (Name above : Records.upwards(name)) {
      if (!above.equals(name) && !atHash(above).isEmpty()) {
        return Records.both(atHash(above), covering(below));
      }
      below = above;
    }
    return List.of();
  }

  private List<Record> atHash(Name name) {
    return hash(name)
        .flatMap(hash -> Optional.ofNullable(byHash.get(hash)))
        .map(it -> signed(List.of(it)))
        .orElse(List.of());
  }

  private List<Record> covering(Name name) {
    return hash(name)
        .map(hash -> Optional.ofNullable(byHash.floorEntry(hash)).orElseGet(byHash::lastEntry))
        .map(Map.Entry::getValue)
        .map(it -> signed(List.of(it)))
        .orElse(List.of());
  }

  private Optional<String> hash(Name name) {
    if (byHash.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] hash = byHash.firstEntry().getValue().hashName(name.canonicalize());
      return Optional.of(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }
}
