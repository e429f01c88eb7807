package mailroad.mta.tls.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailroad.mta.report.Tallied;
import mailroad.mta.tls.PolicyFacts;

/**
 * How sessions with one domain went, by the policies that counted. Its size is bounded, so that it fits into one value
 * of the store; its numbers are not cut: what there is no room to tell apart is told together. Used by one task at a
 * time.
 */
public final class Tally implements Tallied<Tally> {
  /** Policies change, and each host has its own TLSA records. */
  static final int POLICIES_MAX = 8;

  private final int detailsMax;
  private final Map<PolicyFacts, Count> policies = new LinkedHashMap<>();
  private int details;

  /** Sessions under one policy. */
  private static final class Count {
    private long successes;
    private final Map<Detail, Long> failures = new LinkedHashMap<>();
  }

  /**
   * Sessions under one policy.
   *
   * @param failures how many of each kind
   */
  public record Part(PolicyFacts policy, long successes, Map<Detail, Long> failures) {
    /** The record's map does not change; its order is kept. */
    public Part {
      failures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /** How many failed. */
    public long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Nothing yet.
   *
   * @param detailsMax most kinds of failures that are told apart
   */
  Tally(int detailsMax) {
    this.detailsMax = detailsMax;
  }

  /** Sessions as the policy wants them. */
  void succeeded(PolicyFacts policy, long sessions) {
    of(policy).successes += sessions;
  }

  /** Sessions that failed. */
  void failed(PolicyFacts policy, Detail detail, long sessions) {
    Map<Detail, Long> failures = of(policy).failures;
    if (failures.containsKey(detail) || details < detailsMax) {
      details += failures.containsKey(detail) ? 0 : 1;
      failures.merge(detail, sessions, Long::sum);
    } else {
      failures.merge(Detail.of(detail.type()), sessions, Long::sum);
    }
  }

  private Count of(PolicyFacts policy) {
    Count there = policies.get(policy);
    if (there != null) {
      return there;
    }
    PolicyFacts kept =
        policies.size() < POLICIES_MAX ? policy : PolicyFacts.bare(policy.kind(), "");
    return policies.computeIfAbsent(kept, _ -> new Count());
  }

  @Override
  public void add(Tally other) {
    for (Part part : other.parts()) {
      if (part.successes() > 0) {
        succeeded(part.policy(), part.successes());
      }
      part.failures().forEach((detail, sessions) -> failed(part.policy(), detail, sessions));
    }
  }

  @Override
  public byte[] octets() {
    return TallyRecords.write(this).toByteArray();
  }

  /** What was counted, in the order in which it was met. */
  public List<Part> parts() {
    return policies.entrySet().stream()
        .map(entry ->
            new Part(entry.getKey(), entry.getValue().successes, entry.getValue().failures))
        .toList();
  }

  /** How many sessions went as the policies want them. */
  public long successes() {
    return parts().stream().mapToLong(Part::successes).sum();
  }

  /** How many failed. */
  public long failures() {
    return parts().stream().mapToLong(Part::failed).sum();
  }
}
