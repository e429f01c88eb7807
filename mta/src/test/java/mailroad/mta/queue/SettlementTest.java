package mailroad.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.mta.Bench;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {
  private static final Instant ARRIVED = Instant.parse("2026-11-22T10:00:00Z");
  private static final QueuedMessage.Times TIMES =
      new QueuedMessage.Times(
          ARRIVED,
          ARRIVED.plus(Duration.ofDays(5)),
          Optional.of(ARRIVED.plus(Duration.ofHours(4))));
  private static final Fate DONE =
      new Fate.Relayed("mx", new Reply(250, "2.0.0", "OK"), Optional.empty(), true);
  private static final Fate NEVER = new Fate.Refused("mx", new Reply(550, "5.1.1", "no"));
  private static final Fate LATER = new Fate.Later("mx", new Reply(451, "4.3.0", "not now"));
  private static final RetrySchedule SCHEDULE = new RetrySchedule(Bench.quietQueue());

  private static QueuedItem item(int attempts, int recipients) {
    List<Waiting> waiting = new ArrayList<>();
    for (int i = 0; i < recipients; i++) {
      EmailAddress address = EmailAddress.of("r%d@b.example".formatted(i));
      waiting.add(new Waiting(Recipient.of(address), Optional.empty()));
    }
    return new QueuedItem(
        0, "b.example", waiting, attempts, ARRIVED, false, Optional.empty(), false);
  }

  private static Settlement settle(QueuedItem item, Duration after, Fate... fates) {
    Settlement.Moment moment =
        new Settlement.Moment(ARRIVED.plus(after), SCHEDULE, new SplittableRandom(1));
    return Settlement.of(item, TIMES, List.of(fates), moment);
  }

  @Test
  void r21RecipientsFareSeparately() {
    Settlement settlement = settle(item(0, 3), Duration.ZERO, DONE, NEVER, LATER);
    assertThat(settlement.relayed()).hasSize(1);
    assertThat(settlement.failed()).hasSize(1);
    assertThat(settlement.deferred()).hasSize(1);
    QueuedItem left = settlement.left().orElseThrow();
    assertThat(left.recipients())
        .extracting(w -> w.recipient().address().localPart())
        .containsExactly("r2");
    assertThat(left.attempts()).isEqualTo(1);
  }

  @Test
  void nothingIsLeftWhenAllAreDoneWith() {
    assertThat(settle(item(0, 2), Duration.ZERO, DONE, NEVER).left()).isEmpty();
    assertThat(settle(item(0, 1), Duration.ZERO, new Fate.Settled()).left()).isEmpty();
  }

  @Test
  void isTriedOnceMoreAtItsEndAndGivenUpThen() {
    Duration almost = Duration.ofDays(5).minusMinutes(1);
    QueuedItem left = settle(item(30, 1), almost, LATER).left().orElseThrow();
    assertThat(left.next()).isEqualTo(TIMES.expires());
    Settlement end = settle(left, Duration.ofDays(5), LATER);
    assertThat(end.left()).isEmpty();
    assertThat(end.failed()).singleElement().matches(Settlement.Failed::expired);
    assertThat(settle(left, Duration.ofDays(5), NEVER).failed())
        .singleElement()
        .matches(failed -> !failed.expired());
  }

  @Test
  void r26ToBeLeftAloneIsNoAttemptAndKeepsWhatWasSaidBefore() {
    QueuedItem tried = settle(item(0, 1), Duration.ZERO, LATER).left().orElseThrow();
    Instant until = ARRIVED.plus(Duration.ofMinutes(20));
    Fate alone = new Fate.LeftAlone(new Reply(451, "4.4.1", "down"), until);
    QueuedItem left = settle(tried, Duration.ofMinutes(5), alone).left().orElseThrow();
    assertThat(left.attempts()).isEqualTo(1);
    assertThat(left.next()).isEqualTo(until);
    assertThat(left.recipients().getFirst().last().orElseThrow().reply().text())
        .isEqualTo("not now");
  }

  @Test
  void theSenderIsToldOfADelayOnce() {
    assertThat(settle(item(0, 1), Duration.ofHours(3), LATER).delayed()).isEmpty();
    Settlement first = settle(item(5, 1), Duration.ofHours(4), LATER);
    assertThat(first.delayed()).hasSize(1);
    assertThat(settle(first.left().orElseThrow(), Duration.ofHours(8), LATER).delayed()).isEmpty();
  }

  @Test
  void whoDoesNotWantToHearOfDelaysDoesNot() {
    Recipient silent =
        new Recipient(EmailAddress.of("r@b.example"), new Notify.Never(), Optional.empty());
    QueuedItem item =
        new QueuedItem(
            0,
            "b",
            List.of(new Waiting(silent, Optional.empty())),
            0,
            ARRIVED,
            false,
            Optional.empty(),
            false);
    assertThat(settle(item, Duration.ofHours(5), LATER).delayed()).isEmpty();
  }

  @ParameterizedTest(name = "after attempt {0}, {1}: {2}")
  @CsvSource({
    "1, 451, PT5M",
    "2, 450, PT5M",
    "3, 451, PT40M",
    "1, 421, PT10M",
    "2, 421, PT20M",
    "3, 452, PT40M",
    "5, 451, PT2H40M",
    "6, 451, PT3H",
    "500, 451, PT3H",
  })
  void r46WaitsGrowAndGreylistingIsTriedAgainSoon(int attempts, int code, Duration wait) {
    Reply reply = new Reply(code, "", "not now");
    assertThat(SCHEDULE.waitAfter(attempts, reply, new SplittableRandom(1))).isEqualTo(wait);
  }

  @Test
  void r26WaitsVary() {
    RetrySchedule schedule = new RetrySchedule(QueueConfig.DEFAULT);
    SplittableRandom random = new SplittableRandom(1);
    Reply reply = new Reply(421, "", "not now");
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      waits.add(schedule.waitAfter(1, reply, random));
    }
    assertThat(waits)
        .allMatch(w -> w.compareTo(Duration.ofMinutes(9)) >= 0)
        .allMatch(w -> w.compareTo(Duration.ofMinutes(11)) <= 0)
        .anyMatch(w -> w.compareTo(Duration.ofSeconds(9 * 60 + 20)) < 0)
        .anyMatch(w -> w.compareTo(Duration.ofSeconds(10 * 60 + 40)) > 0);
  }
}
