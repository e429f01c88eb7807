package mailroad.mta.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import mailroad.dns.Answer;
import mailroad.dns.Rr;

/** Says what is missing or wrong in what DNS says about a domain's mail. Pure. */
final class Rules {
  private static final Pattern STS_ID = Pattern.compile(".*;\\s*id=[A-Za-z0-9]{1,32}\\s*(;.*)?");
  private static final Pattern IPV4_LIKE = Pattern.compile("\\d+(\\.\\d+){3}");

  private final DomainCheck.Report facts;
  private final List<Advice> advice = new ArrayList<>();

  private Rules(DomainCheck.Report facts) {
    this.facts = facts;
  }

  static List<Advice> judge(DomainCheck.Report facts) {
    Rules rules = new Rules(facts);
    rules.answered();
    if (rules.exchangers()) {
      facts.hosts().forEach(rules::host);
      rules.dnssec();
      rules.mtaSts();
      rules.tlsReports();
    }
    rules.spf();
    rules.dmarc();
    return rules.advice;
  }

  private void answered() {
    for (Looked looked : facts.all()) {
      if (looked.answer() instanceof Answer.Failed(var reason, _)) {
        advice.add(
            Advice.wrong(
                "DNS",
                "%s %s is not known for now, mail waits: %s"
                    .formatted(looked.name(), looked.type(), reason)));
      }
    }
  }

  /** Whether the domain takes mail. */
  private boolean exchangers() {
    return switch (facts.mx().answer()) {
      case Answer.NoDomain _ -> {
        advice.add(Advice.wrong("MX", "the domain does not exist"));
        yield false;
      }
      case Answer.Failed _ -> false;
      case Answer.NoData _ -> {
        // RFC 5321 section 5.1: the domain is its own exchanger.
        advice.add(
            Advice.missing("MX", "there is no MX record: mail goes to the domain's own address"));
        yield true;
      }
      case Answer.Found _ -> {
        boolean none = facts.mx().data(Rr.Mx.class).allMatch(mx -> mx.target().isEmpty());
        advice.add(
            none
                ? Advice.good("MX", "the domain takes no mail: null MX")
                : Advice.good("MX", exchangers(facts.hosts().size())));
        yield !none;
      }
    };
  }

  private static String exchangers(int hosts) {
    return hosts == 1 ? "one mail exchanger" : "%d mail exchangers".formatted(hosts);
  }

  private void host(DomainCheck.Host host) {
    String about = "MX " + host.name();
    if (IPV4_LIKE.matcher(host.name()).matches()) {
      advice.add(Advice.wrong(about, "an MX record must name a host, not an address"));
    }
    if (!host.ipv4().aliases().isEmpty()) {
      // RFC 2181 section 10.3
      advice.add(Advice.wrong(about, "the name is an alias; an MX record must not name one"));
    }
    boolean ipv4 = !host.ipv4().records().isEmpty();
    boolean ipv6 = !host.ipv6().records().isEmpty();
    boolean known =
        !(host.ipv4().answer() instanceof Answer.Failed)
            && !(host.ipv6().answer() instanceof Answer.Failed);
    if (!ipv4 && !ipv6 && known) {
      advice.add(Advice.wrong(about, "the host has no address"));
      return;
    }
    if (ipv6 && !ipv4) {
      advice.add(Advice.missing(about, "the host has no IPv4 address; many cannot reach it"));
    }
    dane(host, about);
  }

  /** RFC 7672 section 2.2: MX, addresses and TLSA must all be secure. */
  private void dane(DomainCheck.Host host, String about) {
    List<Rr.Tlsa> tlsa = host.tlsa().data(Rr.Tlsa.class).toList();
    boolean secure = facts.mx().isSecure() && (host.ipv4().isSecure() || host.ipv6().isSecure());
    if (tlsa.isEmpty()) {
      if (secure && host.tlsa().isSecure()) {
        advice.add(
            Advice.missing(
                about,
                "all is signed, but there is no TLSA record at %s: with \"3 1 1\" and the"
                        .formatted(host.tlsa().name())
                    + " SHA-256 of the public key, others would check the certificate (DANE)"));
      }
      return;
    }
    long usable = tlsa.stream().filter(it -> it.usage() == 2 || it.usage() == 3).count();
    if (!host.tlsa().isSecure() || !secure) {
      advice.add(
          Advice.wrong(about, "there are TLSA records, but DNSSEC does not prove them: not used"));
    } else if (usable == 0) {
      // RFC 7672 section 3.1.3
      advice.add(
          Advice.wrong(about, "no TLSA record has usage 2 or 3; others mean nothing for mail"));
    } else {
      advice.add(Advice.good(about, "DANE: %d usable TLSA records".formatted(usable)));
    }
  }

  private void dnssec() {
    advice.add(
        facts.mx().isSecure()
            ? Advice.good("DNSSEC", "the domain is signed")
            : Advice.missing(
                "DNSSEC",
                "nothing proves the MX answer, so DANE cannot be used: the domain is not signed,"
                    + " or this resolver does not check"));
  }

  private void mtaSts() {
    List<String> found = facts.mtaSts().texts("v=STSv1");
    if (found.isEmpty()) {
      advice.add(
          Advice.missing(
              "MTA-STS",
              "no v=STSv1 record at %s: nothing tells senders to insist on TLS by policy"
                  .formatted(facts.mtaSts().name())));
    } else if (found.size() > 1) {
      // RFC 8461 section 3.1
      advice.add(Advice.wrong("MTA-STS", "more than one v=STSv1 record: none counts"));
    } else if (!STS_ID.matcher(found.getFirst()).matches()) {
      advice.add(Advice.wrong("MTA-STS", "the record has no id of 1 to 32 letters and digits"));
    } else {
      advice.add(Advice.good("MTA-STS", found.getFirst()));
    }
  }

  private void tlsReports() {
    List<String> found = facts.tlsReports().texts("v=TLSRPTv1");
    if (found.isEmpty()) {
      advice.add(
          Advice.missing(
              "TLS reports",
              "no v=TLSRPTv1 record at %s: nobody hears of TLS that fails"
                  .formatted(facts.tlsReports().name())));
    } else if (found.size() > 1 || !found.getFirst().contains("rua=")) {
      // RFC 8460 section 3
      advice.add(Advice.wrong("TLS reports", "there must be one v=TLSRPTv1 record, with rua="));
    } else {
      advice.add(Advice.good("TLS reports", found.getFirst()));
    }
  }

  private void spf() {
    List<String> found = facts.spf().texts("v=spf1");
    if (facts.spf().answer() instanceof Answer.Failed) {
      return;
    }
    if (found.isEmpty()) {
      advice.add(
          Advice.missing(
              "SPF",
              "no v=spf1 record: anybody may send in this name; \"v=spf1 mx -all\" would say"
                  + " who may"));
      return;
    }
    String record = found.getFirst().toLowerCase(Locale.ROOT);
    if (found.size() > 1) {
      // RFC 7208 section 4.5
      advice.add(Advice.wrong("SPF", "more than one v=spf1 record: an error for receivers"));
    } else if (record.matches(".*\\s\\+?all(\\s.*)?")) {
      advice.add(Advice.wrong("SPF", "\"all\" without a sign lets anybody send in this name"));
    } else if (!record.matches(".*\\s[-~?]all(\\s.*)?") && !record.contains("redirect=")) {
      advice.add(Advice.missing("SPF", "the record does not end in -all or ~all"));
    } else {
      advice.add(Advice.good("SPF", found.getFirst()));
    }
  }

  private void dmarc() {
    List<String> found = facts.dmarc().texts("v=DMARC1");
    if (facts.dmarc().answer() instanceof Answer.Failed) {
      return;
    }
    if (found.isEmpty()) {
      advice.add(
          Advice.missing(
              "DMARC",
              "no v=DMARC1 record at %s: receivers are not told what to do with forgeries"
                  .formatted(facts.dmarc().name())));
      return;
    }
    String record = found.getFirst().replace(" ", "").toLowerCase(Locale.ROOT);
    if (found.size() > 1) {
      // RFC 7489 section 6.6.3
      advice.add(Advice.wrong("DMARC", "more than one v=DMARC1 record: none counts"));
    } else if (!record.matches(".*;p=(none|quarantine|reject)(;.*)?")) {
      advice.add(Advice.wrong("DMARC", "the record has no p=none, p=quarantine or p=reject"));
    } else if (record.matches(".*;p=none(;.*)?") && !record.contains("rua=")) {
      advice.add(Advice.missing("DMARC", "p=none without rua= changes nothing and tells nobody"));
    } else {
      advice.add(Advice.good("DMARC", found.getFirst()));
    }
  }
}
