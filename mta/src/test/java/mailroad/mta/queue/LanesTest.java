package mailroad.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.TestWorld;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.Lanes.Place;
import mailroad.mta.queue.Lanes.Pull;
import mailroad.mta.queue.Lanes.Start;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.BlobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is, how much at once, and what rests: decided without a store or a network. */
class LanesTest {
  private static final FlowConfig FLOW = FlowConfig.DEFAULT;

  private final TestWorld world = new TestWorld(5);
  private final Lanes lanes = new Lanes(world, mailroad.mta.Bench.quietQueue(), new Limits(FLOW));
  private int made;

  private Load load(String sender, String hop, long octets, int priority) {
    QueuedMessage message =
        new QueuedMessage(
            new QueueId("%013d".formatted(made++)),
            ReversePath.parse(sender).orElseThrow(),
            Optional.empty(),
            MailParameters.NONE.with(Handling.NONE.withPriority(priority)),
            new BlobId("0123456789abcdef0123456789abcdef"),
            octets,
            new QueuedMessage.Times(
                world.now(), world.now().plus(Duration.ofDays(5)), Optional.empty()),
            false,
            List.of(0),
            1,
            "");
    QueuedItem item =
        QueuedItem.of(
            0,
            hop,
            List.of(Recipient.of(EmailAddress.of("x@b.example"))),
            world.now(),
            Optional.empty());
    return new Load(message, item, new LaneName(hop, false));
  }

  private static List<String> order(Turns turns) {
    List<String> out = new ArrayList<>();
    while (!turns.isEmpty()) {
      out.add(turns.next().message().sender().toString());
    }
    return out;
  }

  @Test
  void sendersTakeTurnsHoweverMuchEachHas() {
    Turns turns = new Turns();
    for (int i = 0; i < 1000; i++) {
      turns.add(load("news@a.example", "b.example", 40_000, 0));
    }
    turns.add(load("anna@a.example", "b.example", 3_000, 0));
    turns.add(load("bert@a.example", "b.example", 3_000, 0));
    assertThat(order(turns).subList(0, 6)).contains("<anna@a.example>", "<bert@a.example>");
  }

  @Test
  void aRoundIsCountedInOctets() {
    Turns turns = new Turns();
    for (int i = 0; i < 10; i++) {
      turns.add(load("large@a.example", "b.example", 640_000, 0));
      turns.add(load("small@a.example", "b.example", 16_000, 0));
    }
    // Ten small ones are a quarter of one large one: they are through before the second large one.
    List<String> order = order(turns);
    assertThat(order.subList(0, 11).stream().filter(s -> s.contains("small")))
        .hasSizeGreaterThan(8);
  }

  @Test
  void theHighestPriorityComesFirst() {
    Turns turns = new Turns();
    turns.add(load("a@a.example", "b.example", 1, -4));
    turns.add(load("b@a.example", "b.example", 1, 0));
    turns.add(load("c@a.example", "b.example", 1, 9));
    assertThat(order(turns)).containsExactly("<c@a.example>", "<b@a.example>", "<a@a.example>");
  }

  @ParameterizedTest
  @CsvSource({
    "<bounce-123-x=y@news.example>, bounce@news.example",
    "<anna+tag@a.example>, anna@a.example",
    "<b17@a.example>, b00@a.example",
    "<>, <>"
  })
  void addressesOfOneMailingCountAsOneSender(String sender, String key) {
    assertThat(SenderKey.of(ReversePath.parse(sender).orElseThrow())).isEqualTo(key);
  }

  @Test
  void theWindowOpensWithSuccessAndFindsItsBound() {
    Window window = new Window(FLOW, 20);
    assertThat(window.size()).isEqualTo(5);
    for (int i = 0; i < 30; i++) {
      window.worked();
    }
    assertThat(window.size()).isEqualTo(20);
    window.crowded(7);
    assertThat(window.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      window.worked();
    }
    assertThat(window.size()).isLessThanOrEqualTo(8);
    window.failed();
    assertThat(window.size()).isEqualTo(1);
    window.worked();
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void aPaceIsEven() {
    Pace pace = new Pace(60, Duration.ofMinutes(1));
    Instant now = world.now();
    int gone = 0;
    for (int second = 0; second < 60; second++) {
      Instant at = now.plusSeconds(second);
      while (!pace.next().isAfter(at)) {
        pace.take(at);
        gone++;
      }
    }
    assertThat(gone).isBetween(60, 67);
  }

  @ParameterizedTest
  @CsvSource({
    "b.example, b.example, true",
    "b.example, B.example:2525, true",
    ".b.example, x.b.example, true",
    ".b.example, b.example, false",
    "*, c.example, true",
    "[smart.example]:587, [smart.example]:587, true",
    "[smart.example]:587, [smart.example], false"
  })
  void aLimitIsOfADestinationOrARoute(String of, String hop, boolean fits) {
    FlowConfig flow =
        new FlowConfig(
            5,
            100,
            100,
            5,
            FLOW.restFirst(),
            FLOW.restMax(),
            0,
            FLOW.suspendTime(),
            List.of(new LimitLine(of, 1, 0, Duration.ZERO, 0)));
    Limits limits = new Limits(flow);
    limits.message(hop, world.now());
    assertThat(limits.nextMessage(hop).isAfter(world.now())).isEqualTo(fits);
  }

  @Test
  void theAgendaKeepsTheSoonestAndKnowsWhatItDoesNotKnow() {
    Agenda agenda = new Agenda(2);
    Instant now = world.now();
    agenda.note("a", now.plusSeconds(1));
    agenda.note("b", now.plusSeconds(2));
    agenda.note("c", now.plusSeconds(3));
    agenda.note("a", now.plusSeconds(9));
    assertThat(agenda.next()).contains(now.plusSeconds(1));
    assertThat(agenda.due(now.plusSeconds(2), 9)).containsExactly("a", "b");
    assertThat(agenda.next()).contains(now.plusSeconds(3));
    assertThat(agenda.mustReadAnew(now.plusSeconds(2))).isFalse();
    assertThat(agenda.mustReadAnew(now.plusSeconds(3))).isTrue();
    agenda.beginReading();
    assertThat(agenda.next()).isEmpty();
  }

  private Place place(String sender, String hop) {
    Load load = load(sender, hop, 1000, 0);
    Place place = lanes.place(load.message(), load.item());
    if (place.atOnce()) {
      lanes.offer(load);
    }
    return place;
  }

  @Test
  void whatASenderHeapsUpLiesApartFromLetters() {
    lanes.open();
    int atOnce = 0;
    int heaped = 0;
    for (int i = 0; i < 1000; i++) {
      Place place = place("news@a.example", "b.example");
      atOnce += place.atOnce() ? 1 : 0;
      heaped += place.lane().bulk() ? 1 : 0;
    }
    assertThat(atOnce).isEqualTo(125);
    assertThat(heaped).isEqualTo(875);
    assertThat(place("anna@a.example", "b.example").atOnce()).isTrue();
    assertThat(place("news@a.example", "c.example").atOnce()).isTrue();
  }

  @Test
  void nothingWaitsInMemoryWhileNobodyWorksTheQueue() {
    assertThat(place("anna@a.example", "b.example").atOnce()).isFalse();
  }

  @Test
  void nextHopsThatMayNotAnswerNeverTakeAllAttempts() {
    lanes.open();
    for (int i = 0; i < 400; i++) {
      place("anna@a.example", "d%d.example".formatted(i));
    }
    assertThat(lanes.starts()).hasSize(150);
  }

  @Test
  void r26ANextHopThatDidNotAnswerRestsWithAllItsMail() {
    lanes.open();
    for (int i = 0; i < 9; i++) {
      place("anna@a.example", "b.example");
    }
    List<Start> starts = lanes.starts();
    assertThat(starts).hasSize(5);
    Feedback down = new Feedback.Down("connection refused", Optional.empty());
    assertThat(lanes.ended(starts.getFirst(), down)).hasSize(4);
    starts.subList(1, 5).forEach(start -> lanes.ended(start, down));
    assertThat(lanes.starts()).isEmpty();
    assertThat(place("bert@a.example", "b.example").atOnce()).isFalse();
    LaneName lane = new LaneName("b.example", false);
    lanes.note(lane, world.now());
    assertThat(lanes.pulls()).isEmpty();
    assertThat(lanes.next()).contains(world.now().plus(FLOW.restFirst()));
    world.pass(FLOW.restFirst());
    assertThat(lanes.pulls()).containsExactly(new Pull(lane, 1));
    assertThat(lanes.states().getFirst().failures()).isEqualTo(1);
  }

  @Test
  void veryLongNextHopsHaveLanesToo() {
    String hop = "[" + "a".repeat(240) + ".example]:2525";
    LaneName lane = new LaneName(hop, true);
    assertThat(lane.stored().length()).isLessThanOrEqualTo(150);
    assertThat(LaneName.parse(lane.stored())).isEqualTo(lane);
    assertThat(new LaneName(lane.hop(), true)).isEqualTo(lane);
  }
}
