package mailroad.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Answers questions from a set of zones and nothing else: the algorithm of RFC 1034 section 4.3.2, with
 * wildcards as RFC 4592 and DNAMEs as RFC 6672 have them. Pure, and does not change.
 */
final class Authority {
  /** Aliases followed within our own zones before the asker has to ask again. */
  private static final int ALIASES_MAX = 8;

  private final TreeMap<Name, Zone> zones = new TreeMap<>();

  Authority(List<Zone> zones) {
    zones.forEach(zone -> this.zones.put(zone.name(), zone));
  }

  /**
   * What our zones say.
   *
   * @param rcode DNS's own number: NOERROR, NXDOMAIN, REFUSED where no zone of ours holds the name, or
   *     YXDOMAIN where a DNAME makes too long a name
   * @param authoritative false for a referral
   */
  record Reply(
      int rcode,
      boolean authoritative,
      List<Record> answer,
      List<Record> authority,
      List<Record> additional) {
    /** Whether this sends the asker on to the name servers of a deeper zone. */
    boolean isReferral() {
      return !authoritative && rcode == Rcode.NOERROR;
    }
  }

  List<Zone> zones() {
    return List.copyOf(zones.values());
  }

  /** This set with a zone added, or another put in the place of the one with its name. */
  Authority with(Zone zone) {
    List<Zone> all = new ArrayList<>(zones.values());
    all.add(zone);
    return new Authority(all);
  }

  Reply answer(Name name, int type) {
    return answer(name, type, false);
  }

  /** The same, with what proves it where a zone is signed and {@code proven} is wanted. */
  Reply answer(Name name, int type, boolean proven) {
    return new Search(type, proven).from(name);
  }

  /** The deepest of our zones that the name lies in. */
  private Optional<Zone> zoneOf(Name name) {
    for (Name above : Records.upwards(name)) {
      Zone zone = zones.get(above);
      if (zone != null) {
        return Optional.of(zone);
      }
    }
    return Optional.empty();
  }

  /** RFC 4035 section 3.1.4.1: of DS records the upper zone speaks, where it is ours. */
  private Optional<Zone> upperZoneOf(Name name) {
    Optional<Zone> upper = name.equals(Name.root) ? Optional.empty() : zoneOf(new Name(name, 1));
    return upper.or(() -> zoneOf(name));
  }

  /** One question on its way through the zones, from alias to alias. */
  private final class Search {
    private final int type;
    private final List<Record> answer = new ArrayList<>();
    private final List<Record> wildcards = new ArrayList<>();
    private final Set<Name> seen = new LinkedHashSet<>();

    private final boolean proven;

    Search(int type, boolean proven) {
      this.type = type;
      this.proven = proven;
    }

    Reply from(Name name) {
      Optional<Zone> zone = type == Type.DS ? upperZoneOf(name) : zoneOf(name);
      if (zone.isEmpty()) {
        // At the end of an alias the asker goes on elsewhere; at the beginning it asks the wrong
        // server.
        return answer.isEmpty() ? refused() : done(Rcode.NOERROR, List.of());
      }
      if (!seen.add(name) || seen.size() > ALIASES_MAX) {
        return done(Rcode.NOERROR, List.of());
      }
      return within(zone.get(), name);
    }

    private Reply within(Zone zone, Name name) {
      for (Name above : Records.upwards(name).reversed()) {
        List<Record> cut =
            Records.isBelow(above, zone.name()) ? zone.at(above, Type.NS) : List.of();
        // RFC 4035 section 3.1.4.1: DS belongs to the upper side of the cut.
        if (!cut.isEmpty() && !(type == Type.DS && above.equals(name))) {
          return referral(zone, cut);
        }
        Optional<Reply> renamed = renamed(zone, above, name);
        if (renamed.isPresent()) {
          return renamed.get();
        }
      }
      return zone.has(name) ? at(zone, name, name) : unlisted(zone, name);
    }

    /** RFC 6672 section 3.2: a DNAME above the name gives it another name, by a CNAME made up here. */
    private Optional<Reply> renamed(Zone zone, Name above, Name name) {
      List<Record> dnames = zone.at(above, Type.DNAME);
      if (dnames.isEmpty() || above.equals(name)) {
        return Optional.empty();
      }
      DNAMERecord dname = (DNAMERecord) dnames.getFirst();
      answer.addAll(signed(zone, List.of(dname), above, above));
      try {
        Name target = name.fromDNAME(dname);
        answer.add(new CNAMERecord(name, DClass.IN, dname.getTTL(), target));
        return Optional.of(from(target));
      } catch (NameTooLongException e) {
        return Optional.of(done(Rcode.YXDOMAIN, List.of()));
      }
    }

    /** The records that the zone has at {@code source}, told as those of {@code name}. */
    private Reply at(Zone zone, Name source, Name name) {
      List<Record> cname = zone.at(source, Type.CNAME);
      if (!cname.isEmpty() && type != Type.CNAME && type != Type.ANY) {
        answer.addAll(signed(zone, owned(cname, name), source, name));
        expanded(zone, source, name);
        return from(((CNAMERecord) cname.getFirst()).getTarget());
      }
      List<Record> set = type == Type.ANY ? zone.at(source) : zone.at(source, type);
      if (set.isEmpty()) {
        return done(Rcode.NOERROR, negative(zone, () -> zone.proofs().noData(name, source)));
      }
      answer.addAll(
          type == Type.ANY ? owned(set, name) : signed(zone, owned(set, name), source, name));
      expanded(zone, source, name);
      return done(Rcode.NOERROR, List.of());
    }

    /** RFC 4592 section 3.3.1: the wildcard of the closest name that exists, or nothing. */
    private Reply unlisted(Zone zone, Name name) {
      for (Name above : Records.upwards(name)) {
        if (zone.has(above)) {
          Name wildcard = Records.wildcardBelow(above);
          return zone.has(wildcard)
              ? at(zone, wildcard, name)
              : done(Rcode.NXDOMAIN, negative(zone, () -> zone.proofs().noName(name, above)));
        }
      }
      return done(Rcode.NXDOMAIN, negative(zone, List::of));
    }

    private List<Record> signed(Zone zone, List<Record> set, Name source, Name name) {
      return proven ? zone.proofs().signed(set, source, name) : set;
    }

    /** RFC 4035 section 3.1.3.3: where a wildcard answers, nothing closer is there. */
    private void expanded(Zone zone, Name source, Name name) {
      if (proven && !source.equals(name)) {
        wildcards.addAll(zone.proofs().noCloser(name, new Name(source, 1)));
      }
    }

    private List<Record> negative(Zone zone, Supplier<List<Record>> proof) {
      Record soa = Authority.negative(zone);
      return proven
          ? Records.both(zone.proofs().signed(List.of(soa), zone.name(), zone.name()), proof.get())
          : List.of(soa);
    }

    private List<Record> owned(List<Record> records, Name name) {
      return records.stream().map(r -> Records.with(r, name, r.getTTL())).toList();
    }

    private Reply done(int rcode, List<Record> authority) {
      return new Reply(
          rcode, true, List.copyOf(answer), Records.both(authority, wildcards), addresses(answer));
    }

    private Reply referral(Zone zone, List<Record> cut) {
      // An alias of ours was answered with authority, though its target lies elsewhere.
      List<Record> keys =
          proven ? zone.proofs().delegation(cut.getFirst().getName()) : List.<Record>of();
      return new Reply(
          Rcode.NOERROR,
          !answer.isEmpty(),
          List.copyOf(answer),
          Records.both(cut, keys),
          glue(zone, cut));
    }

    private Reply refused() {
      return new Reply(Rcode.REFUSED, false, List.of(), List.of(), List.of());
    }
  }

  /** RFC 2308 section 3: the SOA lives no longer than the denial that it stands for. */
  private static Record negative(Zone zone) {
    SOARecord soa = zone.soa();
    return Records.withTtl(soa, Math.min(soa.getTTL(), soa.getMinimum()));
  }

  /** What the asker will want next: addresses of the hosts named, as far as our zones have them. */
  private List<Record> addresses(List<Record> records) {
    Set<Record> found = new LinkedHashSet<>();
    for (Name host : hosts(records)) {
      zoneOf(host)
          .filter(zone -> !isBelowCut(zone, host))
          .ifPresent(zone -> found.addAll(addresses(zone, host)));
    }
    found.removeAll(records);
    return List.copyOf(found);
  }

  /** Addresses of name servers below the cut, which nobody else could tell (RFC 1034 section 4.2.1). */
  private List<Record> glue(Zone zone, List<Record> cut) {
    Set<Record> found = new LinkedHashSet<>();
    for (Name host : hosts(cut)) {
      found.addAll(addresses(zoneOf(host).orElse(zone), host));
    }
    return List.copyOf(found);
  }

  private static List<Name> hosts(List<Record> records) {
    return records.stream()
        .map(Record::getAdditionalName)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static List<Record> addresses(Zone zone, Name host) {
    List<Record> both = new ArrayList<>(zone.at(host, Type.A));
    both.addAll(zone.at(host, Type.AAAA));
    return both;
  }

  private static boolean isBelowCut(Zone zone, Name name) {
    return Records.upwards(name).stream()
        .anyMatch(n -> Records.isBelow(n, zone.name()) && !zone.at(n, Type.NS).isEmpty());
  }
}
