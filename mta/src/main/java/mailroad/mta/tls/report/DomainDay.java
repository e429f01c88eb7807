package mailroad.mta.tls.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import mailroad.kernel.Domain;
import mailroad.store.Key;

/** What one report is about: a domain, and a whole day of UTC (RFC 8460 section 4.1). */
public record DomainDay(LocalDate day, Domain domain) {
  /** The day of a moment. */
  static LocalDate dayOf(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /** When the day begins. */
  Instant start() {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Its last second, as reports name it. */
  Instant end() {
    return after().minusSeconds(1);
  }

  /** When it is over. */
  Instant after() {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The key of this under a prefix. */
  Key under(Key prefix) {
    return prefix.then(day.toEpochDay(), domain.name());
  }

  /** What such a key says, further parts left alone. */
  static DomainDay of(Key key, Key prefix) {
    Key.Reader parts = key.after(prefix);
    LocalDate day = LocalDate.ofEpochDay(parts.number());
    return new DomainDay(day, new Domain(parts.text()));
  }

  @Override
  public String toString() {
    return domain + " on " + day;
  }
}
