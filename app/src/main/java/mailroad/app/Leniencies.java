package mailroad.app;

import java.util.ArrayList;
import java.util.List;
import mailroad.dns.DnssecConfig;
import mailroad.dns.DnssecLapse;
import mailroad.dns.Resolver;
import mailroad.dns.TrustPoint;

/** Where DNSSEC, DANE and MTA-STS are not insisted on, by configuration or because they have failed for long. */
final class Leniencies {
  private final NodeConfig config;
  private final Resolver resolver;

  Leniencies(NodeConfig config, Resolver resolver) {
    this.config = config;
    this.resolver = resolver;
  }

  /**
   * One of them.
   *
   * @param domain all below it counted; {@code .} for all
   * @param what is ignored
   * @param because the configuration's key, or what failed
   * @param since when; empty where the configuration says so
   */
  record Leniency(String domain, String what, String because, String since) {}

  /** All that there are now. */
  List<Leniency> all() {
    List<Leniency> out = new ArrayList<>();
    DnssecConfig dnssec = config.dns().resolver().dnssec();
    if (config.dns().mode() == DnsConfig.Mode.ITERATIVE) {
      switch (dnssec.mode()) {
        case OFF -> out.add(configured(".", "DNSSEC is not checked", "dnssec.mode"));
        case PERMISSIVE ->
            out.add(configured(".", "DNSSEC failures are passed over", "dnssec.mode"));
        case ENFORCE -> {}
      }
      for (String domain : dnssec.negativeTrustAnchors()) {
        out.add(configured(domain, "DNSSEC is ignored", "dnssec.negative-trust-anchors"));
      }
      for (TrustPoint point : resolver.trustPoints()) {
        if (point.trusted().isEmpty()) {
          out.add(
              new Leniency(
                  point.zone(), "DNSSEC is ignored", "all its trust anchors are revoked", ""));
        }
      }
      for (DnssecLapse lapse : resolver.lapses()) {
        out.add(
            new Leniency(lapse.zone(), "DNSSEC is ignored", lapse.why(), lapse.since().toString()));
      }
    }
    for (String domain : config.mta().tls().exemptDomains()) {
      out.add(new Leniency(domain, "DANE and MTA-STS are ignored", "mta.tls.exempt-domains", ""));
    }
    return out;
  }

  private static Leniency configured(String domain, String what, String key) {
    return new Leniency(domain, what, "dns.resolver." + key, "");
  }
}
