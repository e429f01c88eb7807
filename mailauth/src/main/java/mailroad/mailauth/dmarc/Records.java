package mailroad.mailauth.dmarc;

import java.util.List;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.reading.Memory;

/** The records of domains, as DNS has them. Any number of tasks may ask. */
final class Records {
  private final Resolver resolver;
  private final Memory<DmarcRecord.Reading> readings;

  Records(Resolver resolver, int recordsMax) {
    this(resolver, new Memory<>(recordsMax, DmarcRecord::read));
  }

  private Records(Resolver resolver, Memory<DmarcRecord.Reading> readings) {
    this.resolver = resolver;
    this.readings = readings;
  }

  /** The same records as this resolver has them, with the same memory. */
  Records by(Resolver other) {
    return new Records(other, readings);
  }

  /** What a domain publishes itself. */
  sealed interface At {
    Why why();
  }

  /** A record. */
  record One(DmarcRecord record, Why why) implements At {}

  /** No record. */
  record Nothing(Why why) implements At {}

  /** Several, of which none counts, or one that cannot be read. */
  record Useless(Why why) implements At {}

  /** DNS failed. */
  record Unknown(Why why) implements At {}

  /** Asks for it. */
  At at(Domain domain) throws InterruptedException {
    return switch (resolver.resolve("_dmarc." + domain.name(), RecordType.TXT)) {
      case Answer.Failed failed ->
          new Unknown(
              new Why(
                  "the DMARC record of " + domain + " cannot be known now",
                  List.of(new Why(failed.reason()))));
      case Answer.NoData _, Answer.NoDomain _ -> nothing(domain);
      case Answer.Found found -> select(domain, found);
    };
  }

  private static At nothing(Domain domain) {
    return new Nothing(new Why(domain + " has no DMARC record"));
  }

  /** RFC 7489 section 6.6.3: others than those of DMARC are left out, and of two none counts. */
  private At select(Domain domain, Answer.Found found) {
    List<Rr> meant =
        found.records().stream()
            .filter(rr -> rr.data() instanceof Rr.Txt(var text) && DmarcRecord.isMeant(text))
            .toList();
    if (meant.isEmpty()) {
      return nothing(domain);
    }
    Rr rr = meant.getFirst();
    if (meant.size() > 1) {
      String finding = domain + " has " + meant.size() + " DMARC records, so none counts";
      return new Useless(new Why(finding, rr.text()));
    }
    String text = rr.data() instanceof Rr.Txt(var txt) ? txt : "";
    return switch (readings.read(text)) {
      case DmarcRecord.Sound(var record) ->
          new One(record, new Why(domain + " has a DMARC record", rr.text()));
      case DmarcRecord.Broken(var reason) ->
          new Useless(
              new Why(
                  "the DMARC record of " + domain + " cannot be read",
                  rr.text(),
                  List.of(new Why(reason))));
    };
  }

  /** RFC 9091 section 2.7: whether a domain has none of the records that mail could need; unknown counts as having. */
  boolean isMissing(Domain domain) throws InterruptedException {
    for (RecordType type : List.of(RecordType.MX, RecordType.A, RecordType.AAAA)) {
      switch (resolver.resolve(domain.name(), type)) {
        case Answer.NoDomain _ -> {
          return true;
        }
        case Answer.NoData _ -> {}
        case Answer.Found _, Answer.Failed _ -> {
          return false;
        }
      }
    }
    return true;
  }
}
