package mailroad.dns;

import java.util.List;
import mailroad.kernel.Why;

/** What DNS said. Each answer tells how it was found: the servers asked, or the cache. */
public sealed interface Answer {
  /** The walk: which servers were asked and what each said, or that the cache knew. */
  Why walk();

  /**
   * Records exist.
   *
   * @param records of the type that was asked for, in the order received
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

  /** The name exists, without records of that type (RFC 2308 section 2.2). */
  record NoData(List<Rr> aliases, boolean secure, Why walk) implements Answer {
    /** The record's lists do not change. */
    public NoData {
      aliases = List.copyOf(aliases);
    }
  }

  /** The name does not exist (RFC 2308 section 2.1). */
  record NoDomain(List<Rr> aliases, boolean secure, Why walk) implements Answer {
    /** The record's lists do not change. */
    public NoDomain {
      aliases = List.copyOf(aliases);
    }
  }

  /** Nobody knows for now: no server answered, or all failed, or the answer could not be trusted. */
  record Failed(String reason, Why walk) implements Answer {}
}
