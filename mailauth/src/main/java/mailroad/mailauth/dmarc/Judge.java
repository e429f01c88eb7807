package mailroad.mailauth.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcRecord.Alignment;
import mailroad.mailauth.dmarc.DmarcResult.Code;
import mailroad.mailauth.dmarc.DmarcResult.Grounds;
import mailroad.mailauth.dmarc.DmarcResult.Policy;
import mailroad.mailauth.spf.SpfResult;

/** Compares the domain of a From field with those that vouch (RFC 7489 section 3.1). Any number of tasks may use it. */
final class Judge {
  private static final int HUNDRED = 100;

  private final World world;
  private final DmarcConfig config;
  private final Records records;
  private final Organisations organisations;

  Judge(World world, DmarcConfig config, Records records, Organisations organisations) {
    this.world = world;
    this.config = config;
    this.records = records;
    this.organisations = organisations;
  }

  /** What may vouch. */
  record Vouchers(SpfResult mail, List<DkimResult> dkim) {}

  /** One that may vouch: whether it passed, and could pass later. */
  private record Voucher(String what, Domain domain, boolean passed, boolean later) {}

  /** What became of those of one kind. */
  private static final class Tally {
    private boolean passed;
    private boolean later;
  }

  DmarcResult judge(Domain from, Discovery discovery, Vouchers vouchers)
      throws InterruptedException {
    return switch (discovery) {
      case Discovery.None(var organisation, var why) -> without(Code.NONE, from, organisation, why);
      case Discovery.Broken(var organisation, var why) ->
          without(Code.PERMERROR, from, organisation, why);
      case Discovery.Unknown(var why) -> without(Code.TEMPERROR, from, Optional.empty(), why);
      case Discovery.Found found -> judge(from, found, vouchers);
    };
  }

  private static DmarcResult without(
      Code code, Domain from, Optional<Domain> organisation, Why why) {
    return new DmarcResult(code, Optional.of(from), organisation, Policy.NONE, why);
  }

  private DmarcResult judge(Domain from, Discovery.Found found, Vouchers vouchers)
      throws InterruptedException {
    List<Why> seen = new ArrayList<>(List.of(found.why()));
    Aligning aligning = new Aligning(from, found, seen);
    Tally spf = aligning.look(ofSpf(vouchers.mail()), found.record().spf());
    Tally dkim = aligning.look(ofDkim(vouchers.dkim()), found.record().dkim());
    Code code =
        spf.passed || dkim.passed
            ? Code.PASS
            : spf.later || dkim.later ? Code.TEMPERROR : Code.FAIL;
    Policy published = published(from, found, seen);
    // Only what fails is sampled: RFC 7489 section 6.6.4.
    boolean spared =
        code == Code.FAIL && published != Policy.NONE && isSpared(found.record(), seen);
    String finding =
        switch (code) {
          case PASS -> from + " vouches for the message";
          case FAIL -> from + " does not vouch for the message";
          case NONE, TEMPERROR, PERMERROR -> "whether " + from + " vouches cannot be known now";
        };
    return new DmarcResult(
        code,
        Optional.of(from),
        found.organisation(),
        spared ? milder(published) : published,
        Optional.of(new Grounds(found.at(), found.record(), spf.passed, dkim.passed, spared)),
        new Why(finding, seen));
  }

  private static List<Voucher> ofSpf(SpfResult mail) {
    return Domain.parse(mail.domain())
        .map(domain ->
            List.of(
                new Voucher(
                    "SPF",
                    domain,
                    mail.code() == SpfResult.Code.PASS,
                    mail.code() == SpfResult.Code.TEMPERROR)))
        .orElse(List.of());
  }

  private static List<Voucher> ofDkim(List<DkimResult> dkim) {
    return dkim.stream()
        .flatMap(result ->
            result.domain().stream()
                .map(domain ->
                    new Voucher(
                        "DKIM",
                        domain,
                        result.code() == DkimResult.Code.PASS,
                        result.code() == DkimResult.Code.TEMPERROR)))
        .toList();
  }

  /** RFC 7489 section 6.3: the policy for domains below, and that for those that do not exist (RFC 9091 section 3.1). */
  private Policy published(Domain from, Discovery.Found found, List<Why> seen)
      throws InterruptedException {
    DmarcRecord record = found.record();
    if (found.at().equals(from)) {
      return record.policy();
    }
    Policy below = record.below().orElse(record.policy());
    if (record.missing().isPresent() && records.isMissing(from)) {
      seen.add(new Why(from + " does not exist: " + record.missing().get() + " is wanted for it"));
      return record.missing().get();
    }
    return below;
  }

  /** RFC 7489 section 6.6.4: beyond its sample a domain wants what is next below; in tests as well (RFC 9989). */
  private boolean isSpared(DmarcRecord record, List<Why> seen) {
    if (record.testing()) {
      seen.add(new Why("the domain is testing its policy", "t=y"));
      return true;
    }
    boolean sampled =
        config.organisation() == DmarcConfig.Organisation.SUFFIX_LIST
            && config.sample()
            && record.percent() < HUNDRED;
    if (sampled && world.random().nextInt(HUNDRED) >= record.percent()) {
      seen.add(new Why("the policy is not meant for this message", "pct=" + record.percent()));
      return true;
    }
    return false;
  }

  private static Policy milder(Policy policy) {
    return policy == Policy.REJECT ? Policy.QUARANTINE : Policy.NONE;
  }

  /** Looks whether what vouches is aligned, and tells. */
  private final class Aligning {
    private final Domain from;
    private final Discovery.Found found;
    private final List<Why> seen;

    Aligning(Domain from, Discovery.Found found, List<Why> seen) {
      this.from = from;
      this.found = found;
      this.seen = seen;
    }

    Tally look(List<Voucher> vouchers, Alignment alignment) throws InterruptedException {
      Tally tally = new Tally();
      for (Voucher voucher : vouchers) {
        if (!voucher.passed() && !voucher.later()) {
          seen.add(new Why(voucher.what() + " did not pass for " + voucher.domain()));
          continue;
        }
        Optional<Boolean> aligned = isAligned(voucher.domain(), alignment);
        boolean is = aligned.orElse(false);
        tally.passed |= is && voucher.passed();
        tally.later |= is && voucher.later() || aligned.isEmpty();
        seen.add(new Why(told(voucher, aligned)));
      }
      return tally;
    }

    private static String told(Voucher voucher, Optional<Boolean> aligned) {
      String what =
          voucher.what()
              + (voucher.passed() ? " passed for " : " cannot be known now for ")
              + voucher.domain();
      if (aligned.isEmpty()) {
        return what + "; whether that is aligned cannot be known now";
      }
      return what + (aligned.get() ? ", which is aligned" : ", which is not aligned");
    }

    private Optional<Boolean> isAligned(Domain domain, Alignment alignment)
        throws InterruptedException {
      if (domain.equals(from)) {
        return Optional.of(true);
      }
      if (alignment == Alignment.STRICT) {
        return Optional.of(false);
      }
      return organisations
          .of(domain)
          .flatMap(other -> found.organisation().map(own -> own.equals(other)));
    }
  }
}
