package mailroad.mta.tls;

import java.util.List;
import java.util.Optional;
import mailroad.dns.Rr;
import mailroad.kernel.Why;

/** What DNS says of a host's certificates (RFC 7672 section 2). */
public sealed interface DaneFinding {
  /** How it was found. */
  Why why();

  /** Whether DNSSEC secures the way from the next hop's domain to the host's name. */
  boolean nameSecure();

  /** Nothing: switched off, not secured, or no records. Mail goes as if there were no DANE. */
  record Nothing(boolean nameSecure, Why why) implements DaneFinding {}

  /** Records to compare with; see {@link Protection.Dane}. */
  record Records(String base, List<Rr.Tlsa> usable, List<String> names, Why why)
      implements DaneFinding {
    /** The record's lists do not change. */
    public Records {
      usable = List.copyOf(usable);
      names = List.copyOf(names);
    }

    @Override
    public boolean nameSecure() {
      return true;
    }
  }

  /** Records, of which none can be used: the host promises TLS, and cannot be told from another. */
  record Unusable(String base, List<Rr.Tlsa> records, Why why) implements DaneFinding {
    /** The record's list does not change. */
    public Unusable {
      records = List.copyOf(records);
    }

    @Override
    public boolean nameSecure() {
      return true;
    }
  }

  /**
   * It cannot be known now, as with forged or stale answers: the host is not to be used meanwhile.
   *
   * @param flaw what the domain is told of it; empty where nothing is wrong there
   */
  record Unknown(String reason, Optional<Flaw> flaw, Why why) implements DaneFinding {
    @Override
    public boolean nameSecure() {
      return true;
    }
  }
}
