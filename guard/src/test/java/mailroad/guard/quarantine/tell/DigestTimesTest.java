package mailroad.guard.quarantine.tell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTimesTest {
  @ParameterizedTest(name = "{0} at {1} {2}")
  @CsvSource({
    // times       | now                  | zone          | last due             | next due
    "07:00,          2026-11-22T10:00:00Z, UTC,            2026-11-22T07:00:00Z, 2026-11-23T07:00:00Z",
    "07:00,          2026-11-22T06:59:59Z, UTC,            2026-11-21T07:00:00Z, 2026-11-22T07:00:00Z",
    "07:00,          2026-11-22T07:00:00Z, UTC,            2026-11-22T07:00:00Z, 2026-11-23T07:00:00Z",
    "07:00 16:30,    2026-11-22T10:00:00Z, UTC,            2026-11-22T07:00:00Z, 2026-11-22T16:30:00Z",
    "16:30 07:00,    2026-11-22T23:00:00Z, UTC,            2026-11-22T16:30:00Z, 2026-11-23T07:00:00Z",
    "07:00,          2026-11-22T06:30:00Z, Europe/Berlin,  2026-11-22T06:00:00Z, 2026-11-23T06:00:00Z",
    "23:30,          2026-11-22T22:00:00Z, Asia/Tokyo,     2026-11-22T14:30:00Z, 2026-11-23T14:30:00Z",
    // the clocks go back on 2026-10-25, and forward on 2026-03-29, when 02:30 is skipped
    "07:00,          2026-10-25T12:00:00Z, Europe/Berlin,  2026-10-25T06:00:00Z, 2026-10-26T06:00:00Z",
    "07:00,          2026-10-24T12:00:00Z, Europe/Berlin,  2026-10-24T05:00:00Z, 2026-10-25T06:00:00Z",
    "02:30,          2026-03-29T12:00:00Z, Europe/Berlin,  2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
  })
  void knowsWhatWasDueLastAndWhatIsNext(
      String times, Instant now, String zone, Instant last, Instant next) {
    DigestTimes digests =
        new DigestTimes(
            List.of(times.split(" ")).stream().map(LocalTime::parse).toList(), ZoneId.of(zone));
    assertThat(digests.upTo(now)).contains(last);
    assertThat(digests.after(now)).contains(next);
  }

  @Test
  void withoutTimesNothingIsEverDue() {
    DigestTimes never = new DigestTimes(List.of(), ZoneId.of("UTC"));
    assertThat(never.upTo(Instant.EPOCH.plusSeconds(1))).isEmpty();
    assertThat(never.after(Instant.EPOCH.plusSeconds(1))).isEmpty();
  }
}
