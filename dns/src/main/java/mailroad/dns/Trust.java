package mailroad.dns;

import java.time.Instant;
import java.util.List;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;

/** What is known of the keys of a zone (RFC 4035 section 5.2). */
sealed interface Trust {
  /** In words. */
  String why();

  Security security();

  /** The zone's keys are proven, for as long as the signatures on the way hold. */
  record Proven(Name zone, List<DNSKEYRecord> keys, Instant until, String why) implements Trust {
    @Override
    public Security security() {
      return Security.SECURE;
    }
  }

  /** It is proven that the zone has none that we could use. */
  record Unsigned(Name zone, String why) implements Trust {
    @Override
    public Security security() {
      return Security.INSECURE;
    }
  }

  /**
   * It ought to have keys, and they cannot be proven.
   *
   * @param blamed the zone whose signatures fail
   * @param at the zone whose keys were wanted
   */
  record Broken(Name blamed, Name at, String why) implements Trust {
    @Override
    public Security security() {
      return Security.BOGUS;
    }
  }

  /** There is no trust anchor above, or what is needed was not to be had. */
  record Unknown(boolean anchored, String why) implements Trust {
    @Override
    public Security security() {
      return Security.INDETERMINATE;
    }
  }
}
