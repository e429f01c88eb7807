package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailroad.kernel.World;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Builds the chain of trust from an anchor down to a zone, label by label (RFC 4035 section 5.2): a DS record
 * that the upper zone signed speaks of a key that the lower zone signs its keys with; or the upper zone
 * proves that there is no DS.
 */
final class TrustChain {
  /** How long it is remembered that a zone is broken, so that mending shows soon. */
  private static final Duration BROKEN_FOR = Duration.ofSeconds(30);

  /** Asks the servers of a zone; no more than is proven later is believed. */
  interface Source {
    Reading.Final ask(Question question, Work work) throws InterruptedException;
  }

  private final World world;
  private final ResolverConfig config;
  private final DnssecConfig dnssec;
  private final Supplier<TrustAnchors> anchors;
  private final Source source;
  private final Signatures signatures;
  private final TrustMemory memory;

  /**
   * A chain.
   *
   * @param anchors those that are trusted now
   */
  TrustChain(World world, ResolverConfig config, Supplier<TrustAnchors> anchors, Source source) {
    this.world = world;
    this.config = config;
    dnssec = config.dnssec();
    this.anchors = anchors;
    this.source = source;
    signatures = new Signatures(world, dnssec);
    memory = new TrustMemory(world, dnssec.bounds().zonesRememberedMax());
  }

  Signatures signatures() {
    return signatures;
  }

  TrustMemory memory() {
    return memory;
  }

  /** What is known of the keys of the zone that holds what is at the name. */
  Trust of(Name name, Work work) throws InterruptedException {
    Optional<Map.Entry<Name, List<DSRecord>>> anchor = anchors.get().above(name);
    if (anchor.isEmpty()) {
      return new Trust.Unknown(false, "no trust anchor above " + Records.show(name));
    }
    Name top = anchor.get().getKey();
    Trust at = anchored(top, anchor.get().getValue(), work);
    for (Name child : Records.upwards(name).reversed()) {
      if (!(at instanceof Trust.Proven upper)) {
        return at;
      }
      if (Records.isBelow(child, top)) {
        at = step(upper, child, work);
      }
    }
    return at;
  }

  private Trust anchored(Name zone, List<DSRecord> anchor, Work work) throws InterruptedException {
    if (dnssec.isLetOff(zone)) {
      return letOff(zone);
    }
    Optional<TrustMemory.Known> known = memory.of(zone);
    if (known.isPresent() && known.get().zone().isPresent()) {
      return known.get().zone().get();
    }
    return kept(zone, keys(zone, anchor, Instant.MAX, work), Instant.MAX, work);
  }

  private static Trust letOff(Name zone) {
    return new Trust.Unsigned(
        zone, "%s is in negative-trust-anchors".formatted(Records.show(zone)));
  }

  /** From a zone to the name one label deeper, be it a zone or not. */
  private Trust step(Trust.Proven upper, Name child, Work work) throws InterruptedException {
    if (dnssec.isLetOff(child)) {
      return letOff(child);
    }
    Optional<TrustMemory.Known> known = memory.of(child);
    if (known.isPresent()) {
      return known.get().zone().orElse(upper);
    }
    Optional<Proofs> referral = work.referral(child);
    if (referral.isPresent()) {
      Trust trust = delegated(upper, child, new Delegated(referral.get(), true), work);
      if (!(trust instanceof Trust.Broken)) {
        return trust;
      }
    }
    Reading.Final told = asked(new Question(child, Type.DS), work.below());
    if (told.finding().what() instanceof Finding.Failed(var reason, _)) {
      return new Trust.Unknown(true, "the DS of %s: %s".formatted(Records.show(child), reason));
    }
    return delegated(upper, child, new Delegated(told.proofs(), false), work);
  }

  /** What the upper zone said about a name: with a referral in its authority section, or when asked. */
  private record Delegated(Proofs proofs, boolean byReferral) {
    Proofs.SignedSet ds(Name child) {
      return byReferral
          ? new Proofs(proofs.authority(), List.of()).answered(child, Type.DS)
          : proofs.answered(child, Type.DS);
    }
  }

  private Trust delegated(Trust.Proven upper, Name child, Delegated told, Work work)
      throws InterruptedException {
    Proofs.SignedSet ds = told.ds(child);
    if (!ds.records().isEmpty()) {
      return switch (signatures.check(ds, upper.zone(), upper.keys(), work)) {
        case Signatures.Fails(var why) -> broken(upper.zone(), child, why, work);
        case Signatures.Holds holds -> {
          List<DSRecord> delegation =
              holds.set().records().stream().map(DSRecord.class::cast).toList();
          Instant until = earlier(holds.until(), after(holds.set().records()));
          yield kept(child, keys(child, delegation, until, work), until, work);
        }
      };
    }
    Proofs.SignedSet alias = told.proofs().answered(child, Type.CNAME);
    if (!alias.records().isEmpty()
        && signatures.check(alias, upper.zone(), upper.keys(), work)
            instanceof Signatures.Holds holds) {
      return noZone(upper, child, earlier(holds.until(), after(holds.set().records())));
    }
    return withoutDs(upper, child, told.proofs(), work);
  }

  /** The upper zone says that there is no DS: for want of a zone, or of keys. */
  private Trust withoutDs(Trust.Proven upper, Name child, Proofs proofs, Work work) {
    return switch (denial(upper, proofs, work)) {
      case Unusable(var why) ->
          broken(
              upper.zone(),
              child,
              "no DS of %s, and no proof of that: %s".formatted(Records.show(child), why),
              work);
      case Excused(var why) ->
          kept(
              child,
              new Trust.Unsigned(child, why),
              world.now().plus(config.cache().negativeTtlMax()),
              work);
      case Usable(var denial, var until) ->
          switch (denial.cut(child)) {
            case NO_ZONE -> noZone(upper, child, until);
            case UNSIGNED_ZONE ->
                kept(
                    child,
                    new Trust.Unsigned(
                        child,
                        "%s proves that %s is not signed"
                            .formatted(show(upper.zone()), Records.show(child))),
                    until,
                    work);
            case NOT_PROVEN ->
                broken(
                    upper.zone(),
                    child,
                    "%s has no DS, and its denial does not prove that"
                        .formatted(Records.show(child)),
                    work);
          };
    };
  }

  private Trust noZone(Trust.Proven upper, Name child, Instant until) {
    memory.mended(child);
    memory.keep(child, Optional.empty(), earlier(until, after(config.cache().negativeTtlMax())));
    return upper;
  }

  /** The keys of a zone, proven by what trusted DS records say of them. */
  private Trust keys(Name zone, List<DSRecord> delegation, Instant until, Work work)
      throws InterruptedException {
    List<DSRecord> known = delegation.stream().filter(Signatures::isKnown).toList();
    if (known.isEmpty()) {
      return new Trust.Unsigned(
          zone,
          "%s has keys of unknown algorithms only: %s"
              .formatted(show(zone), algorithms(delegation)));
    }
    Work asking = work.below();
    Trust first = keysTold(zone, known, until, asking);
    Trust trust = first;
    for (int i = 1; trust instanceof Trust.Broken && i < dnssec.serversMax(); i++) {
      asking.distrustTeller(); // RFC 4035 section 4.7: another server may have what holds
      trust = keysTold(zone, known, until, asking);
    }
    return trust instanceof Trust.Unknown ? first : trust;
  }

  /** The keys that one of the zone's servers tells. */
  private Trust keysTold(Name zone, List<DSRecord> known, Instant until, Work work)
      throws InterruptedException {
    Reading.Final told = asked(new Question(zone, Type.DNSKEY), work);
    if (told.finding().what() instanceof Finding.Failed(var reason, _)) {
      return new Trust.Unknown(true, "the keys of %s: %s".formatted(show(zone), reason));
    }
    Proofs.SignedSet set = told.proofs().answered(zone, Type.DNSKEY);
    List<DNSKEYRecord> keys = set.records().stream().map(DNSKEYRecord.class::cast).toList();
    List<DNSKEYRecord> entrusted = signatures.entrusted(keys, known);
    if (entrusted.isEmpty()) {
      return new Trust.Broken(
          zone,
          zone,
          keys.isEmpty()
              ? "%s has no DNSKEY, but a DS".formatted(show(zone))
              : "no DNSKEY of %s is the one that its DS speaks of".formatted(show(zone)));
    }
    return switch (signatures.check(set, zone, entrusted, work)) {
      case Signatures.Fails(var why) -> new Trust.Broken(zone, zone, why);
      case Signatures.Holds holds ->
          new Trust.Proven(
              zone,
              keys.stream().filter(Signatures::isUsable).toList(),
              earlier(until, earlier(holds.until(), after(holds.set().records()))),
              "%s is signed, key %d, algorithm %d"
                  .formatted(show(zone), holds.keyTag(), algorithm(entrusted, holds.keyTag())));
    };
  }

  private Reading.Final asked(Question question, Work work) throws InterruptedException {
    Reading.Final told = source.ask(question, work);
    work.walk()
        .conclude(
            "needed for DNSSEC, %s: %s".formatted(question, Desk.outcome(told.finding().what())));
    return told;
  }

  private static int algorithm(List<DNSKEYRecord> keys, int tag) {
    return keys.stream()
        .filter(key -> key.getFootprint() == tag)
        .findFirst()
        .map(DNSKEYRecord::getAlgorithm)
        .orElse(0);
  }

  private static String algorithms(List<DSRecord> delegation) {
    return delegation.stream()
        .map(ds -> "%d with digest %d".formatted(ds.getAlgorithm(), ds.getDigestID()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Remembers, and writes into the walk. */
  private Trust kept(Name zone, Trust trust, Instant until, Work work) {
    Instant kept =
        switch (trust) {
          case Trust.Proven proven -> earlier(until, proven.until());
          case Trust.Unsigned _ -> earlier(until, after(config.cache().negativeTtlMax()));
          case Trust.Broken _ -> after(BROKEN_FOR);
          case Trust.Unknown _ -> Instant.MIN;
        };
    if (trust instanceof Trust.Proven || trust instanceof Trust.Unsigned) {
      memory.mended(zone);
    }
    work.walk().judged(zone, trust.security(), trust.why());
    memory.keep(zone, Optional.of(trust), earlier(kept, after(config.cache().ttlMax())));
    return trust;
  }

  private Trust broken(Name blamed, Name child, String why, Work work) {
    Trust trust = new Trust.Broken(blamed, child, why);
    work.walk().judged(child, trust.security(), why);
    memory.keep(child, Optional.of(trust), after(BROKEN_FOR));
    return trust;
  }

  /** What the NSEC and NSEC3 records of an answer are worth. */
  sealed interface Judged {}

  /** Proven records, until the first of their signatures ends. */
  record Usable(Denial denial, Instant until) implements Judged {}

  /** The zone denies in a way that we do not follow, which makes it unsigned (RFC 9276 section 3.2). */
  record Excused(String why) implements Judged {}

  /** Nothing that could be used. */
  record Unusable(String why) implements Judged {}

  /** Proves the NSEC and NSEC3 records of an answer with a zone's keys. */
  Judged denial(Trust.Proven zone, Proofs proofs, Work work) {
    List<Record> proven = new ArrayList<>();
    Instant until = Instant.MAX;
    String why = "it brings neither NSEC nor NSEC3";
    for (Proofs.SignedSet set :
        proofs.denials().stream().limit(dnssec.bounds().denialsMax()).toList()) {
      Optional<String> excuse = excuse(set.records());
      if (excuse.isPresent()) {
        // Before any hash is made: CVE-2023-50868.
        return signatures.check(set, zone.zone(), zone.keys(), work) instanceof Signatures.Holds
            ? new Excused(excuse.get())
            : new Unusable(excuse.get());
      }
      switch (signatures.check(set, zone.zone(), zone.keys(), work)) {
        case Signatures.Holds holds when holds.wildcardBelow().isEmpty() -> {
          proven.addAll(holds.set().records());
          until = earlier(until, earlier(holds.until(), after(holds.set().records())));
        }
        case Signatures.Holds _ -> why = "%s is made of a wildcard".formatted(set);
        case Signatures.Fails(var reason) -> why = reason;
      }
    }
    return proven.isEmpty()
        ? new Unusable(why)
        : new Usable(denial(zone.zone(), proven, work), until);
  }

  private Optional<String> excuse(List<Record> records) {
    return records.stream()
        .filter(NSEC3Record.class::isInstance)
        .map(NSEC3Record.class::cast)
        .filter(it -> it.getIterations() > dnssec.nsec3IterationsMax())
        .findFirst()
        .map(it ->
            "%d iterations of NSEC3, more than nsec3-iterations-max, %d"
                .formatted(it.getIterations(), dnssec.nsec3IterationsMax()));
  }

  static Denial denial(Name zone, List<Record> proven, Work work) {
    List<NSECRecord> nsec =
        proven.stream().filter(NSECRecord.class::isInstance).map(NSECRecord.class::cast).toList();
    List<NSEC3Record> nsec3 =
        proven.stream()
            .filter(NSEC3Record.class::isInstance)
            .map(NSEC3Record.class::cast)
            .filter(it -> it.getHashAlgorithm() == NSEC3Record.SHA1_DIGEST_ID)
            .filter(it -> Set.of(0, NSEC3Record.Flags.OPT_OUT).contains(it.getFlags()))
            .toList();
    if (!nsec.isEmpty() || nsec3.isEmpty()) {
      return new NsecDenial(zone, nsec);
    }
    NSEC3Record first = nsec3.getFirst();
    return new Nsec3Denial(
        zone,
        nsec3.stream()
            .filter(it ->
                it.getIterations() == first.getIterations()
                    && Arrays.equals(it.getSalt(), first.getSalt()))
            .toList(),
        work);
  }

  private static String show(Name zone) {
    return zone.equals(Name.root) ? "the root" : Records.show(zone);
  }

  private Instant after(List<Record> records) {
    return world.now().plusSeconds(records.stream().mapToLong(Record::getTTL).min().orElse(0));
  }

  private Instant after(Duration time) {
    return world.now().plus(time);
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
