package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Judges what the servers of a zone said by its signatures (RFC 4035 section 5): secure, insecure, bogus or
 * indeterminate, and why. What that does to the answer is the configuration's to say.
 */
final class Validator {
  private static final Logger LOG = LoggerFactory.getLogger(Validator.class);

  /** Labels of a top-level domain, the root's counted. */
  private static final int TOP_LABELS = 2;

  private final DnssecConfig config;
  private final TrustChain chain;
  private final Signatures signatures;
  private final NegativeProofs proofs;

  Validator(DnssecConfig config, TrustChain chain, NegativeProofs proofs) {
    this.config = config;
    this.chain = chain;
    this.proofs = proofs;
    signatures = chain.signatures();
  }

  /** What came of judging. */
  sealed interface Verdict {}

  /** It may be used, as secure if the finding says so. */
  record Believed(Finding finding) implements Verdict {}

  /** It fails, and why. Another server of the zone may have better. */
  record Refuted(String why) implements Verdict {}

  /** The delegations that count as unsigned at present. */
  List<DnssecLapse> lapses() {
    return chain.memory().lapses();
  }

  /** Judges the first step of what was told: one alias, the records, or the denial. */
  Verdict judge(Question question, Reading.Final told, Work work) throws InterruptedException {
    Finding finding = told.finding();
    if (finding.what() instanceof Finding.Failed && finding.aliases().isEmpty()) {
      return new Believed(finding);
    }
    if (!finding.aliases().isEmpty()) {
      return alias(finding.aliases().getFirst(), told.proofs(), work);
    }
    return switch (finding.what()) {
      case Finding.Found _ ->
          records(told.proofs().answered(finding.end(), question.type()), told.proofs(), work);
      case Finding.NoData _, Finding.NoDomain _ -> denial(question, told, work);
      case Finding.Onward _, Finding.Failed _ -> new Believed(finding);
    };
  }

  private Verdict alias(CNAMERecord alias, Proofs told, Work work) throws InterruptedException {
    Proofs.SignedSet set = told.answered(alias.getName(), Type.CNAME);
    Optional<DNAMERecord> dname = dnameOf(alias, told);
    if (dname.isPresent()) {
      // RFC 6672 section 5.3.1: the DNAME is signed; the CNAME is made of it.
      set = told.answered(dname.get().getName(), Type.DNAME);
    }
    return switch (judge(set, told, work)) {
      case Weight(var proven, var until, var no) when no.isEmpty() -> {
        long ttl = Math.min(alias.getTTL(), proven.getFirst().getTTL());
        CNAMERecord kept = (CNAMERecord) Records.withTtl(alias, ttl);
        yield new Believed(
            new Finding(List.of(kept), alias.getTarget(), new Finding.Onward(), until));
      }
      case Weight weight -> new Refuted(weight.no().orElseThrow());
    };
  }

  private static Optional<DNAMERecord> dnameOf(CNAMERecord alias, Proofs told) {
    return told.answer().stream()
        .filter(DNAMERecord.class::isInstance)
        .map(DNAMERecord.class::cast)
        .filter(it -> Records.isBelow(alias.getName(), it.getName()))
        .filter(_ -> told.answered(alias.getName(), Type.CNAME).signatures().isEmpty())
        .filter(it -> implies(it, alias))
        .findFirst();
  }

  /** The CNAME may have been put in by anybody: it counts only if it is the one that the DNAME makes. */
  private static boolean implies(DNAMERecord dname, CNAMERecord alias) {
    try {
      return alias.getName().fromDNAME(dname).equals(alias.getTarget());
    } catch (NameTooLongException e) {
      return false;
    }
  }

  private Verdict records(Proofs.SignedSet set, Proofs told, Work work)
      throws InterruptedException {
    Weight weight = judge(set, told, work);
    return weight.no().isPresent()
        ? new Refuted(weight.no().get())
        : new Believed(
            new Finding(
                List.of(), set.owner(), new Finding.Found(weight.records()), weight.until()));
  }

  /**
   * What a set of records is worth.
   *
   * @param until when the proof ends; empty if the set need not be proven
   * @param no why it is bogus; empty if it is not
   */
  private record Weight(List<Record> records, Optional<Instant> until, Optional<String> no) {
    static Weight bogus(String why) {
      return new Weight(List.of(), Optional.empty(), Optional.of(why));
    }
  }

  private Weight judge(Proofs.SignedSet set, Proofs told, Work work) throws InterruptedException {
    Weight unproven = new Weight(set.records(), Optional.empty(), Optional.empty());
    Name signer = signer(set, set.owner());
    return switch (chain.of(signer, work)) {
      case Trust.Proven zone ->
          switch (signatures.check(set, zone.zone(), zone.keys(), work)) {
            case Signatures.Fails(var why) -> Weight.bogus(why);
            case Signatures.Holds holds -> weigh(holds, zone, told, work);
          };
      case Trust.Unsigned _ -> unproven;
      case Trust.Unknown unknown when !unknown.anchored() -> unproven;
      case Trust.Unknown unknown -> Weight.bogus(unknown.why());
      case Trust.Broken broken ->
          isLongBroken(broken, work) ? unproven : Weight.bogus(broken.why());
    };
  }

  /** Whose keys to look for: the signer's if one signed, else those of the zone that holds the name. */
  private static Name signer(Proofs.SignedSet set, Name otherwise) {
    return set.signatures().stream()
        .map(signature -> signature.getSigner().canonicalize())
        .filter(otherwise::subdomain)
        .findFirst()
        .orElse(otherwise);
  }

  /** RFC 4035 section 5.3.4: what a wildcard stands for needs proof that nothing closer is there. */
  private Weight weigh(Signatures.Holds holds, Trust.Proven zone, Proofs told, Work work) {
    List<Record> records = holds.set().records();
    Weight secure = new Weight(records, Optional.of(holds.until()), Optional.empty());
    Optional<Name> closest = holds.wildcardBelow();
    if (closest.isEmpty()) {
      return secure;
    }
    String what = "%s comes of a wildcard".formatted(holds.set());
    return switch (chain.denial(zone, told, work)) {
      case TrustChain.Unusable(var why) ->
          Weight.bogus("%s, and nothing proves that it may: %s".formatted(what, why));
      case TrustChain.Excused _ -> new Weight(records, Optional.empty(), Optional.empty());
      case TrustChain.Usable(var denial, var until) ->
          switch (denial.noCloserName(holds.set().owner(), closest.get())) {
            case PROVEN ->
                new Weight(
                    records,
                    Optional.of(TrustChain.earlier(until, holds.until())),
                    Optional.empty());
            case MAYBE_UNSIGNED -> new Weight(records, Optional.empty(), Optional.empty());
            case NOT_PROVEN -> Weight.bogus(what + ", and the denial does not prove that it may");
          };
    };
  }

  private Verdict denial(Question question, Reading.Final told, Work work)
      throws InterruptedException {
    Finding finding = told.finding();
    Name name = finding.end();
    Name signer =
        told.proofs().deniers().stream()
            .map(set -> signer(set, name))
            .filter(it -> !it.equals(name))
            .findFirst()
            .orElse(name);
    return switch (chain.of(signer, work)) {
      case Trust.Proven zone -> denial(question, told, zone, work);
      case Trust.Unsigned _ -> new Believed(finding);
      case Trust.Unknown unknown ->
          unknown.anchored() ? new Refuted(unknown.why()) : new Believed(finding);
      case Trust.Broken broken ->
          isLongBroken(broken, work) ? new Believed(finding) : new Refuted(broken.why());
    };
  }

  private Verdict denial(Question question, Reading.Final told, Trust.Proven zone, Work work) {
    Finding finding = told.finding();
    String what = "%s is denied".formatted(question.at(finding.end()));
    return switch (chain.denial(zone, told.proofs(), work)) {
      case TrustChain.Unusable(var why) -> new Refuted("%s without proof: %s".formatted(what, why));
      case TrustChain.Excused(var why) -> {
        work.walk().judged(zone.zone(), Security.INSECURE, why);
        yield new Believed(finding);
      }
      case TrustChain.Usable(var denial, var until) ->
          switch (outcome(denial, finding, question.type())) {
            case PROVEN -> {
              proofs.keep(zone.zone(), denial, until);
              yield new Believed(finding.provenUntil(until));
            }
            case MAYBE_UNSIGNED -> new Believed(finding);
            case NOT_PROVEN -> new Refuted(what + ", and its proof does not prove that");
          };
    };
  }

  private static Denial.Outcome outcome(Denial denial, Finding finding, int type) {
    if (!(finding.what() instanceof Finding.NoDomain)) {
      return denial.noSuchRecords(finding.end(), type);
    }
    return denial.noSuchName(finding.end());
  }

  /**
   * Whether the root or a top-level domain has failed to prove this delegation for so long that mail should
   * wait no longer: from then on it counts as unsigned, and each question says so.
   */
  private boolean isLongBroken(Trust.Broken broken, Work work) {
    if (broken.blamed().labels() > TOP_LABELS) {
      return false;
    }
    Duration failing = chain.memory().failing(broken.at());
    if (failing.compareTo(config.topFailurePatience()) < 0) {
      return false;
    }
    chain.memory().ignored(broken.at(), broken.why());
    work.walk()
        .judged(
            broken.at(),
            Security.BOGUS,
            "%s; it has failed for %s, longer than top-failure-patience, and counts as unsigned"
                .formatted(broken.why(), failing));
    LOG.warn(
        "dnssec ignored zone={} blamed={} failing={} why=\"{}\"",
        Text.visible(Records.show(broken.at())),
        Text.visible(Records.show(broken.blamed())),
        failing,
        Text.visible(broken.why()));
    return true;
  }
}
