package mailroad.guard.quarantine.tell;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.guard.quarantine.QuarantineConfig;

/** When digests are due. Pure. */
record DigestTimes(List<LocalTime> times, ZoneId zone) {
  DigestTimes {
    times = List.copyOf(times);
  }

  static DigestTimes of(QuarantineConfig config) {
    return new DigestTimes(
        config.digestTimes().stream().map(QuarantineConfig::time).toList(),
        ZoneId.of(config.digestZone()));
  }

  /** The first time after a moment; empty if there never is one. */
  Optional<Instant> after(Instant moment) {
    return around(moment).filter(moment::isBefore).min(Comparator.naturalOrder());
  }

  /** The last time up to a moment. */
  Optional<Instant> upTo(Instant moment) {
    return around(moment).filter(at -> !at.isAfter(moment)).max(Comparator.naturalOrder());
  }

  /** Those of the day before, the day itself and the day after, as the zone's clocks have them. */
  private Stream<Instant> around(Instant moment) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    return Stream.of(day.minusDays(1), day, day.plusDays(1))
        .flatMap(one -> times.stream().map(time -> one.atTime(time).atZone(zone).toInstant()));
  }
}
