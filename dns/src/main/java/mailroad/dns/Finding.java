package mailroad.dns;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What was found out about a question, as far as it may be believed.
 *
 * @param aliases from the name asked, in order
 * @param end the name where the aliases end, which {@code what} is about
 * @param secureUntil until when DNSSEC proves all of it; empty if it does not
 */
record Finding(List<CNAMERecord> aliases, Name end, What what, Optional<Instant> secureUntil) {
  Finding(List<CNAMERecord> aliases, Name end, What what) {
    this(aliases, end, what, Optional.empty());
  }

  /** How the reasons of failures begin that DNSSEC found. */
  static final String BOGUS = "DNSSEC: ";

  Finding {
    aliases = List.copyOf(aliases);
  }

  /** What is at the end of the aliases. */
  sealed interface What {}

  /** Records of the type asked for; never empty. */
  record Found(List<Record> records) implements What {}

  /** The name is there without such records (RFC 2308 section 2.2). */
  record NoData(Optional<SOARecord> soa) implements What {}

  /** The name is not there (RFC 2308 section 2.1). */
  record NoDomain(Optional<SOARecord> soa) implements What {}

  /** The aliases lead on to where nobody was asked yet. */
  record Onward() implements What {}

  /**
   * Nobody knows for now.
   *
   * @param bogus whether there was an answer, which DNSSEC shows to be wrong
   */
  record Failed(String reason, boolean bogus) implements What {
    Failed(String reason) {
      this(reason, false);
    }
  }

  /** The same, proven until then. */
  Finding provenUntil(Instant until) {
    return new Finding(aliases, end, what, Optional.of(until));
  }

  boolean isFailed() {
    return what instanceof Failed;
  }

  static Finding failed(Question question, String reason) {
    return new Finding(List.of(), question.name(), new Failed(reason));
  }
}
