package mailroad.mta.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mailroad.dns.Answer;
import mailroad.dns.Names;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.dns.WalkStep;

/** Asks DNS everything that matters for a domain's mail. */
public final class DomainCheck {
  private static final int EXCHANGERS_MAX = 10;
  private static final int SMTP_PORT = 25;

  private final Resolver resolver;

  /** A check by this resolver. */
  public DomainCheck(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * What was found.
   *
   * @param hosts of each mail exchanger; of the domain itself where it has no MX
   */
  public record Report(
      String domain,
      Looked mx,
      List<Host> hosts,
      Looked spf,
      Looked dmarc,
      Looked mtaSts,
      Looked tlsReports,
      List<Advice> advice) {
    /** The record's lists do not change. */
    public Report {
      hosts = List.copyOf(hosts);
      advice = List.copyOf(advice);
    }

    /** Every question, in order. */
    public List<Looked> all() {
      List<Looked> all = new ArrayList<>(List.of(mx));
      hosts.forEach(host -> all.addAll(List.of(host.ipv4(), host.ipv6(), host.tlsa())));
      all.addAll(List.of(spf, dmarc, mtaSts, tlsReports));
      return all;
    }
  }

  /** A mail exchanger. */
  public record Host(String name, Looked ipv4, Looked ipv6, Looked tlsa) {}

  /** One question, with the steps that it takes. */
  public Looked look(String name, RecordType type) throws InterruptedException {
    List<WalkStep> steps = new ArrayList<>();
    return new Looked(name, type, resolver.resolve(name, type, steps::add), steps);
  }

  /**
   * Asks about a domain.
   *
   * @param domain in ASCII
   */
  public Report check(String domain) throws InterruptedException {
    Looked mx = look(domain, RecordType.MX);
    List<Host> hosts = new ArrayList<>();
    for (String name : exchangers(domain, mx)) {
      hosts.add(
          new Host(
              name,
              look(name, RecordType.A),
              look(name, RecordType.AAAA),
              look(Names.tlsa(SMTP_PORT, name), RecordType.TLSA)));
    }
    Report facts =
        new Report(
            domain,
            mx,
            hosts,
            look(domain, RecordType.TXT),
            look("_dmarc." + domain, RecordType.TXT),
            look("_mta-sts." + domain, RecordType.TXT),
            look("_smtp._tls." + domain, RecordType.TXT),
            List.of());
    return new Report(
        domain,
        mx,
        hosts,
        facts.spf(),
        facts.dmarc(),
        facts.mtaSts(),
        facts.tlsReports(),
        Rules.judge(facts));
  }

  private static List<String> exchangers(String domain, Looked mx) {
    if (mx.answer() instanceof Answer.NoData) {
      return List.of(domain);
    }
    return mx.data(Rr.Mx.class)
        .sorted(Comparator.comparingInt(Rr.Mx::preference))
        .map(Rr.Mx::target)
        .filter(target -> !target.isEmpty())
        .distinct()
        .limit(EXCHANGERS_MAX)
        .toList();
  }
}
