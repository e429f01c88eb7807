package mailroad.mta.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;

/**
 * What a domain is told of a policy of its own (RFC 8460 section 4.4).
 *
 * @param domain whose it is: for DANE the name at which the TLSA records stand (RFC 8460 section 1.1)
 * @param lines the policy; together no longer than a report bears
 * @param hosts patterns of an MTA-STS policy
 */
public record PolicyFacts(Kind kind, String domain, List<String> lines, List<String> hosts) {
  /** Room for one policy: some hosts publish whole certificates, some domains hundreds of patterns. */
  private static final int CHARACTERS_MAX = 2_500;

  /** Kinds of policies. */
  public enum Kind {
    /** DANE. */
    TLSA("tlsa"),
    /** MTA-STS. */
    STS("sts"),
    /** Neither. */
    NONE("no-policy-found");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As reports have it. */
    public String word() {
      return word;
    }
  }

  /** The record's lists do not change, and are cut where they are too long. */
  public PolicyFacts {
    lines = bounded(lines);
    hosts = bounded(hosts);
  }

  /** No policy. */
  public static PolicyFacts none(Domain domain) {
    return bare(Kind.NONE, domain.name());
  }

  /** A policy of which no more is known. */
  public static PolicyFacts bare(Kind kind, String domain) {
    return new PolicyFacts(kind, domain, List.of(), List.of());
  }

  /** An MTA-STS policy. */
  static PolicyFacts sts(Domain domain, StsPolicy policy) {
    return new PolicyFacts(Kind.STS, domain.name(), policy.lines(), policy.patterns());
  }

  /** TLSA records, each as a master file has its data (RFC 6698 section 2.2). */
  static PolicyFacts tlsa(String base, List<Rr.Tlsa> records) {
    return new PolicyFacts(
        Kind.TLSA,
        base,
        records.stream()
            .map(record ->
                "%d %d %d %s"
                    .formatted(
                        record.usage(),
                        record.selector(),
                        record.matching(),
                        record.association().toUpperCase(Locale.ROOT)))
            .toList(),
        List.of());
  }

  private static List<String> bounded(List<String> texts) {
    List<String> out = new ArrayList<>();
    int room = CHARACTERS_MAX;
    for (String text : texts) {
      if (text.length() > room) {
        break;
      }
      room -= text.length() + 4;
      out.add(text);
    }
    return List.copyOf(out);
  }
}
