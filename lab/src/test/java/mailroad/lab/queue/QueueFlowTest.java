package mailroad.lab.queue;

import static mailroad.lab.queue.PostOffice.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.lab.queue.Exchanger.Taken;
import mailroad.mta.queue.LimitLine;
import mailroad.mta.queue.QueueQuery;
import mailroad.mta.queue.QueueView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How mail flows to its destinations, in virtual time: how much at once, to whom first, and when again. */
class QueueFlowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  private static String at(String address, int number) {
    return "r%d@[%s]".formatted(number, address);
  }

  @Test
  void opensMoreConversationsWithAHostThatBearsThem() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(2)).opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 400; i++) {
        office.submit(ANNA, at("10.7.1.1", i));
      }
    });
    office.await(() -> mx.taken().size() == 400, HOUR);
    // Five at first, and not one after the other until all twenty run.
    assertThat(mx.taken().subList(0, 5)).allMatch(t -> t.sideBySide() <= 5);
    assertThat(mx.busyMost()).isEqualTo(20);
    assertThat(mx.taken().get(200).sideBySide()).isGreaterThan(15);
    assertThat(office.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void findsOutHowManyConversationsAHostBears() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(2)).room(7).opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 500; i++) {
        office.submit(ANNA, at("10.7.1.1", i));
      }
    });
    office.await(() -> mx.taken().size() == 500, HOUR);
    List<Taken> later = mx.taken().subList(100, 450);
    assertThat(later.stream().mapToInt(Taken::sideBySide).average().orElseThrow())
        .isBetween(5.0, 7.0);
    // A refusal now and then shows that the bound is still there; it costs nobody an attempt.
    assertThat(mx.refused()).isLessThan(60);
    assertThat(office.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void r47AHostsMailGoesByFewSessions() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 300; i++) {
        office.submit(ANNA, at("10.7.1.1", i));
      }
    });
    office.await(() -> mx.taken().size() == 300, HOUR);
    assertThat(mx.connected().size()).isLessThanOrEqualTo(25);
  }

  @Test
  void r28RecipientsAtOneHostShareATransaction() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    String[] many = new String[80];
    for (int i = 0; i < many.length; i++) {
      many[i] = at("10.7.1.1", i);
    }
    office.send(ANNA, many);
    office.await(() -> !mx.taken().isEmpty(), HOUR);
    assertThat(mx.taken()).extracting(Taken::recipients).containsExactly(80);
  }

  @Test
  void aMailingDoesNotHoldALetterUp() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(10)).opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 3_000; i++) {
        office.submit("news-%d@here.example".formatted(i), at("10.7.1.1", i));
      }
      office.world().sleep(Duration.ofMinutes(1));
    });
    Instant sent = office.world().now();
    QueueId letter = office.send(ANNA, "bert@[10.7.1.1]");
    office.await(() -> !office.all(letter, Event.Relayed.class).isEmpty(), HOUR);
    // All twenty conversations are busy with the mailing; the first that is free takes the letter.
    assertThat(Duration.between(sent, office.world().now())).isLessThan(Duration.ofSeconds(21));
    assertThat(mx.taken().size()).isLessThan(300);
  }

  @Test
  void aMailingDoesNotHoldALetterUpThatComesAfterARestartOrWaitsForItsRetry() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(10));
    office.start();
    office.play(() -> {
      for (int i = 0; i < 2_000; i++) {
        office.submit("news-%d@here.example".formatted(i), at("10.7.1.1", i));
      }
    });
    QueueId letter = office.send(ANNA, "bert@[10.7.1.1]");
    office.restart();
    mx.opens();
    office.await(() -> !office.all(letter, Event.Relayed.class).isEmpty(), HOUR);
    assertThat(mx.taken().size()).isLessThan(500);
    office.run(HOUR.multipliedBy(3));
    assertThat(mx.taken()).hasSize(2_001);
  }

  @Test
  void r26r58TwentyThousandMessagesForDeadDestinationsCostAProbeForEachRest() throws Exception {
    for (int d = 0; d < 20; d++) {
      office.deaf("10.7.2." + (d + 1));
    }
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 20_000; i++) {
        office.submit(ANNA, at("10.7.2." + (i % 20 + 1), i));
      }
    });
    office.run(Duration.ofMinutes(1));
    long calls = office.store().calls();
    long claimed = office.store().claimed();
    int attempts = office.all(Event.Attempted.class).size();
    office.run(HOUR);
    int probes = office.all(Event.Attempted.class).size() - attempts;
    // Rests of 2, 4, 8, 16 and 30 minutes: some five probes each, and little more is read for each.
    assertThat(probes).isBetween(20 * 3, 20 * 7);
    assertThat(office.store().claimed() - claimed).isLessThan(probes * 3L / 2 + 40);
    assertThat(office.store().calls() - calls).isLessThan(probes * 12L + 500);
    for (int i = 0; i < 100; i++) {
      office.send(ANNA, at("10.7.1.1", i));
    }
    office.run(Duration.ofSeconds(5));
    assertThat(mx.taken()).hasSize(100);
  }

  @Test
  void theStartReadsWhichDestinationsThereAreAndNotTheirMail() throws Exception {
    for (int d = 0; d < 10; d++) {
      office.deaf("10.7.2." + (d + 1));
    }
    office.start();
    office.play(() -> {
      for (int i = 0; i < 5_000; i++) {
        office.submit(ANNA, at("10.7.2." + (i % 10 + 1), i));
      }
    });
    office.run(Duration.ofMinutes(1));
    office.restart();
    office.run(Duration.ofSeconds(30));
    assertThat(office.store().reads()).isLessThan(10_000);
    office.run(Duration.ofMinutes(5));
    long before = office.store().reads();
    office.run(Duration.ofMinutes(10));
    assertThat(office.store().reads() - before).isLessThan(500);
  }

  @Test
  void r27AHostThatIsBackIsAskedByOneMessageAndGetsTheRestGently() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(1));
    office.start();
    office.play(() -> {
      for (int i = 0; i < 200; i++) {
        office.submit(ANNA, at("10.7.1.1", i));
      }
    });
    office.run(Duration.ofMinutes(20));
    assertThat(office.all(Event.Attempted.class)).hasSizeLessThan(20);
    office.play(() -> mx.opens());
    office.await(() -> mx.taken().size() == 200, HOUR);
    List<Taken> taken = mx.taken();
    assertThat(taken.get(0).sideBySide()).isEqualTo(1);
    assertThat(taken.get(1).sideBySide()).isLessThanOrEqualTo(2);
    assertThat(taken.get(4).sideBySide()).isLessThanOrEqualTo(4);
    assertThat(taken.get(150).sideBySide()).isGreaterThan(5);
    // One hundred and ninety-nine of them went when the host was back, not at a retry time of each.
    assertThat(Duration.between(taken.getFirst().at(), taken.get(190).at()))
        .isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void r46AGreylistingHostIsAskedAgainAfterMinutes() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").saysToRcpt("450 4.2.0 greylisted").opens();
    office.start();
    QueueId id = office.send(ANNA, "bert@[10.7.1.1]");
    office.run(Duration.ofMinutes(11));
    List<Event.Deferred> deferred = office.all(id, Event.Deferred.class);
    assertThat(deferred).hasSize(3);
    assertThat(Duration.between(deferred.get(0).at(), deferred.get(1).at()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(5));
    mx.saysToRcpt("250 OK");
    office.run(HOUR);
    assertThat(mx.taken()).hasSize(1);
  }

  @Test
  void noMoreMessagesGoInATimeThanALimitAllows() throws Exception {
    office.config(
        PostOffice.flow(d ->
            d.withLimits(List.of(new LimitLine("[10.7.1.1]", 60, 0, Duration.ofMinutes(1), 3)))));
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    Exchanger other = office.exchanger("10.7.1.2").opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 300; i++) {
        office.submit(ANNA, at("10.7.1.1", i), at("10.7.1.2", i));
      }
    });
    office.run(Duration.ofMinutes(3));
    assertThat(mx.taken().size()).isBetween(170, 190);
    assertThat(mx.busyMost()).isLessThanOrEqualTo(3);
    assertThat(other.taken()).hasSize(300);
    office.await(() -> mx.taken().size() == 300, HOUR);
    assertThat(office.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void noMoreConnectionsAreMadeInATimeThanALimitAllows() throws Exception {
    office.config(
        PostOffice.flow(
            d -> d.withLimits(List.of(new LimitLine("*", 0, 10, Duration.ofMinutes(1), 0)))));
    Exchanger mx = office.exchanger("10.7.1.1").takes(Duration.ofSeconds(5)).opens();
    office.start();
    office.play(() -> {
      for (int i = 0; i < 200; i++) {
        office.submit(ANNA, at("10.7.1.1", i));
      }
    });
    office.await(() -> mx.taken().size() == 200, HOUR);
    for (Instant start : mx.connected()) {
      assertThat(
              mx.connected().stream()
                  .filter(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(60)))
                  .count())
          .isLessThanOrEqualTo(11);
    }
    assertThat(office.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void aSuspendedDestinationIsLeftAloneUntilItIsResumedAlsoOverARestart() throws Exception {
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    office.play(() ->
        office
            .mta()
            .queue()
            .administration()
            .suspend("[10.7.1.1]", "they move house", "root", Optional.empty()));
    office.send(ANNA, at("10.7.1.1", 1));
    office.run(HOUR);
    office.restart();
    office.send(ANNA, at("10.7.1.1", 2));
    office.run(HOUR);
    assertThat(mx.connected()).isEmpty();
    office.play(() -> {
      QueueView.Group group =
          office.mta().queue().view().summary(QueueView.By.DESTINATION, QueueQuery.ALL).getFirst();
      assertThat(group.key()).isEqualTo("[10.7.1.1]");
      assertThat(group.messages()).isEqualTo(2);
      assertThat(group.state().orElseThrow().suspended()).isTrue();
      assertThat(group.state().orElseThrow().reason()).isEqualTo("they move house");
      assertThat(office.mta().resume("[10.7.1.1]")).isTrue();
    });
    office.await(() -> mx.taken().size() == 2, Duration.ofMinutes(1));
  }

  @Test
  void aHostThatNeverAnswersIsSuspendedByItself() throws Exception {
    office.deaf("10.7.2.1");
    office.start();
    office.send(ANNA, at("10.7.2.1", 1));
    office.send(ANNA, at("10.7.2.1", 2));
    office.run(Duration.ofHours(20));
    office.play(() ->
        assertThat(office.mta().queue().view().destinations().getFirst().suspended()).isTrue());
    int before = office.all(Event.Attempted.class).size();
    office.run(Duration.ofHours(5));
    assertThat(office.all(Event.Attempted.class).size() - before).isBetween(3, 6);
  }
}
