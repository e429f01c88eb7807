package mailroad.mailauth.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult.Code;
import mailroad.mailauth.dmarc.DmarcResult.Policy;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;

/**
 * Checks whether what vouches for a message vouches for the domain that its reader sees (RFC 7489). Any number of tasks
 * may use it; each waits for DNS.
 */
public final class DmarcVerifier {
  private final World world;
  private final DmarcConfig config;
  private final SuffixList suffixes;
  private final Records records;
  private final Organisations organisations;
  private final Judge judge;

  /** A verifier. */
  public DmarcVerifier(World world, Resolver resolver, DmarcConfig config, SuffixList suffixes) {
    this(world, config, suffixes, new Records(resolver, config.recordsMax()));
  }

  private DmarcVerifier(World world, DmarcConfig config, SuffixList suffixes, Records records) {
    this.world = world;
    this.config = config;
    this.suffixes = suffixes;
    this.records = records;
    this.organisations =
        switch (config.organisation()) {
          case SUFFIX_LIST -> new BySuffix(records, suffixes);
          case TREE_WALK -> new TreeWalk(records);
        };
    this.judge = new Judge(world, config, records, organisations);
  }

  /** The same verifier by what this resolver says, with the same memory. */
  public DmarcVerifier by(Resolver other) {
    return new DmarcVerifier(world, config, suffixes, records.by(other));
  }

  /**
   * The records that are responsible for a message.
   *
   * @param policies one for each domain, in their order
   */
  public record Discovered(FromDomains from, List<Discovery> policies) {
    /** The record's list does not change. */
    public Discovered {
      policies = List.copyOf(policies);
    }
  }

  /**
   * Finds the records that are responsible for a message; that needs no more than its header, and can be done while SPF
   * and DKIM are checked.
   *
   * @throws InterruptedException if the task is cancelled
   */
  public Discovered discover(Header header) throws InterruptedException {
    FromDomains from = FromDomains.of(header, config.fromMax());
    List<Discovery> policies = new ArrayList<>();
    for (Domain domain : from.domains()) {
      policies.add(organisations.discover(domain));
    }
    return new Discovered(from, policies);
  }

  /**
   * Finds the record that is responsible for a domain.
   *
   * @throws InterruptedException if the task is cancelled
   */
  public Discovery discover(Domain domain) throws InterruptedException {
    return organisations.discover(domain);
  }

  /**
   * Whether a message is from where it says.
   *
   * @param mail SPF of the reverse-path
   * @throws InterruptedException if the task is cancelled
   */
  public DmarcResult judge(Discovered found, SpfResult mail, List<DkimResult> dkim)
      throws InterruptedException {
    List<DmarcResult> results = new ArrayList<>();
    for (int i = 0; i < found.policies().size(); i++) {
      Domain from = found.from().domains().get(i);
      results.add(judge.judge(from, found.policies().get(i), new Judge.Vouchers(mail, dkim)));
    }
    return combined(found.from(), results);
  }

  /** What is to be done where a message names several senders: the hardest of what their domains want. */
  private static DmarcResult combined(FromDomains from, List<DmarcResult> results) {
    if (results.isEmpty()) {
      String finding =
          from.fields() == 0
              ? "there is no From field"
              : "the From field names no domain that could vouch for it";
      return new DmarcResult(
          Code.PERMERROR, Optional.empty(), Optional.empty(), Policy.NONE, new Why(finding));
    }
    if (results.size() == 1 && from.fields() == 1 && !from.more()) {
      return results.getFirst();
    }
    DmarcResult worst =
        results.stream()
            .max(
                Comparator.comparingInt((DmarcResult result) -> rank(result.code()))
                    .thenComparing(DmarcResult::wanted))
            .get();
    // RFC 5322 section 3.6: there is one From field. What only fails by having more of them is
    // broken.
    boolean broken =
        (from.fields() > 1 || from.more()) && rank(worst.code()) < rank(Code.PERMERROR);
    String finding =
        from.fields() > 1
            ? "there are " + from.fields() + " From fields"
            : "the From field names several domains";
    return new DmarcResult(
        broken ? Code.PERMERROR : worst.code(),
        Optional.empty(),
        Optional.empty(),
        worst.code() == Code.FAIL ? worst.wanted() : Policy.NONE,
        new Why(finding, results.stream().map(DmarcResult::why).toList()));
  }

  private static int rank(Code code) {
    return switch (code) {
      case PASS -> 0;
      case NONE -> 1;
      case PERMERROR -> 2;
      case TEMPERROR -> 3;
      case FAIL -> 4;
    };
  }
}
