package mailroad.dns;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Why;

/** What DNS said. Each answer tells how it was found: the servers asked, or the cache. */
public sealed interface Answer {
  /** The walk: which servers were asked and what each said, or that the cache knew. */
  Why walk();

  /**
   * Records exist.
   *
   * @param records of the type that was asked for, in the order received; never empty
   * @param aliases the CNAMEs followed to get there, in order
   * @param secure whether DNSSEC proved the whole answer
   */
  record Found(List<Rr> records, List<Rr> aliases, boolean secure, Why walk) implements Answer {
    /** The record's lists do not change. */
    public Found {
      records = List.copyOf(records);
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * The name exists, without records of that type (RFC 2308 section 2.2).
   *
   * @param aliases the CNAMEs followed to get there, in order
   * @param soa the zone's SOA, whose time to live says how long this holds; empty if none came
   * @param secure whether DNSSEC proved it
   */
  record NoData(List<Rr> aliases, Optional<Rr> soa, boolean secure, Why walk) implements Answer {
    /** The record's lists do not change. */
    public NoData {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * The name does not exist (RFC 2308 section 2.1).
   *
   * @param aliases the CNAMEs followed to get there, in order
   * @param soa the zone's SOA, whose time to live says how long this holds; empty if none came
   * @param secure whether DNSSEC proved it
   */
  record NoDomain(List<Rr> aliases, Optional<Rr> soa, boolean secure, Why walk) implements Answer {
    /** The record's lists do not change. */
    public NoDomain {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * Nobody knows for now: no server answered, or all failed, or the answer could not be trusted. Never
   * to be taken for {@link NoData}.
   *
   * @param reason one line for people
   */
  record Failed(String reason, Why walk) implements Answer {}
}
