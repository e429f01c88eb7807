package mailroad.lab.queue;

import static mailroad.lab.queue.PostOffice.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.FutureRelease;
import mailroad.smtp.Handling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Priority, release and delivery times that the sender has set, in virtual time. */
class SenderWishesTest {
  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void mailOfHigherPriorityGoesFirst() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(20)).opens();
    office.start();
    for (int i = 0; i < 60; i++) {
      office.send(Handling.NONE.withPriority(-3), "low@[10.7.1.1]");
    }
    QueueId high = office.send(Handling.NONE.withPriority(6), "high@[10.7.1.1]");
    office.await(() -> !office.all(high, Event.Relayed.class).isEmpty(), Duration.ofHours(1));
    assertThat(mx.taken().size()).isLessThan(30);
    office.await(() -> mx.taken().size() == 61, Duration.ofHours(1));
  }

  @Test
  void mailIsHeldBackUntilItsTime() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    Instant release = office.world().now().plus(Duration.ofHours(3));
    office.send(Handling.NONE.with(new FutureRelease.HoldUntil(release)), "bert@[10.7.1.1]");
    office.run(Duration.ofHours(3).minusSeconds(1));
    assertThat(mx.connected()).isEmpty();
    office.restart();
    office.await(() -> mx.taken().size() == 1, Duration.ofMinutes(1));
    assertThat(mx.taken().getFirst().at()).isAfter(release);
    assertThat(office.filed()).isEmpty();
  }

  @Test
  void mailThatCannotBeDeliveredByItsTimeIsReturnedThen() throws Exception {
    office.deaf("10.7.2.1");
    office.start();
    DeliverBy by = new DeliverBy(1800, DeliverBy.Mode.RETURN, false);
    QueueId id = office.send(Handling.NONE.with(by), "bert@[10.7.2.1]");
    office.run(Duration.ofMinutes(29));
    assertThat(office.all(id, Event.Failed.class)).isEmpty();
    office.run(Duration.ofMinutes(3));
    assertThat(office.all(id, Event.Failed.class)).hasSize(1);
    assertThat(office.all(id, Event.Completed.class)).hasSize(1);
    assertThat(office.filed()).containsExactly(ANNA);
  }

  @Test
  void theSenderIsToldWhenMailIsLateAndItIsTriedFurther() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1");
    office.start();
    DeliverBy by = new DeliverBy(1800, DeliverBy.Mode.NOTIFY, false);
    QueueId id = office.send(Handling.NONE.with(by), "bert@[10.7.1.1]");
    office.run(Duration.ofMinutes(32));
    assertThat(office.all(id, Event.DelayNoticed.class)).hasSize(1);
    assertThat(office.filed()).containsExactly(ANNA);
    office.play(() -> mx.opens());
    office.await(() -> mx.taken().size() == 1, Duration.ofHours(1));
    assertThat(office.filed()).hasSize(1);
  }

  @Test
  void r26SendersHearOfADelayAndOfTheEndThoughTheirMailIsNotTried() throws Exception {
    office.deaf("10.7.2.1");
    office.start();
    office.play(() ->
        office
            .mta()
            .queue()
            .administration()
            .suspend("[10.7.2.1]", "closed", "root", java.util.Optional.empty()));
    QueueId one = office.send(ANNA, "bert@[10.7.2.1]");
    office.run(Duration.ofHours(1));
    QueueId two = office.send(ANNA, "carl@[10.7.2.1]");
    office.run(Duration.ofHours(3).plusMinutes(2));
    assertThat(office.all(one, Event.DelayNoticed.class)).hasSize(1);
    assertThat(office.all(two, Event.DelayNoticed.class)).isEmpty();
    office.run(Duration.ofDays(5));
    List<Event.Failed> failed = office.all(Event.Failed.class);
    assertThat(failed).extracting(Event.Failed::message).containsExactly(one, two);
    assertThat(office.all(Event.Completed.class))
        .extracting(Event.Completed::message)
        .contains(one, two);
    assertThat(office.all(Event.Attempted.class)).isEmpty();
    assertThat(office.filed()).hasSize(4);
  }
}
