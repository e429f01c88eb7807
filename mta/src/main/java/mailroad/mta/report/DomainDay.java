package mailroad.mta.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import mailroad.kernel.Domain;
import mailroad.store.Key;

/** What one report is about: a domain, and a whole day of UTC (RFC 8460 section 4.1, RFC 7489 section 7.2). */
public record DomainDay(LocalDate day, Domain domain) {
  /** The day of a moment. */
  public static LocalDate dayOf(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /** When the day begins. */
  public Instant start() {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Its last second, as reports name it. */
  public Instant end() {
    return after().minusSeconds(1);
  }

  /** When it is over. */
  public Instant after() {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The key of this under a prefix. */
  public Key under(Key prefix) {
    return prefix.then(day.toEpochDay(), domain.name());
  }

  /** What such a key says, further parts left alone. */
  public static DomainDay of(Key key, Key prefix) {
    Key.Reader parts = key.after(prefix);
    LocalDate day = LocalDate.ofEpochDay(parts.number());
    return new DomainDay(day, new Domain(parts.text()));
  }

  @Override
  public String toString() {
    return domain + " on " + day;
  }
}
