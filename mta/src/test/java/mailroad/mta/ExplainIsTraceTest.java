package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.intake.Submission;
import mailroad.mta.relay.RelayConfig;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.ResolverWorlds;
import mailroad.mta.routing.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What explain says before is what the trace shows after: random configurations, worlds of DNS, senders and
 * recipients, and aliases that lead on to several of them. Nobody listens anywhere, so that each attempt goes all its way.
 */
class ExplainIsTraceTest {
  private static final int CASES = 40;
  private static final String CONTENT = "Subject: hello\n\nBody\n";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsForetoldHappens(long seed) throws Exception {
    for (int i = 0; i < CASES; i++) {
      play(seed * 1000 + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void whatIsForetoldOfAnAliasHappens(long seed) throws Exception {
    for (int i = 0; i < CASES; i++) {
      playAlias(seed * 1000 + i);
    }
  }

  private static void play(long seed) throws Exception {
    ResolverWorlds worlds = new ResolverWorlds(seed);
    try (Bench bench = new Bench()) {
      bench
          .dns(worlds.dns())
          .relay(RelayConfig.DEFAULT.with(RelayConfig.Verify.NONE))
          .routing(worlds.routing(closedPort(bench)))
          .start();
      String from = worlds.sender();
      String to = worlds.recipient();
      Mail mail =
          Mail.from(ReversePath.parse(from).orElseThrow())
              .sized(OptionalLong.of(CONTENT.length()))
              .withFields(List.of("Subject: hello"));
      Explanation before = bench.mta().explain(mail, EmailAddress.of(to));
      Submission.Result result = bench.submit(from, CONTENT, to);
      String what = "seed %d: %s to %s%n%s".formatted(seed, from, to, before.why());
      compare(bench, before, result, what);
    }
  }

  private static void playAlias(long seed) throws Exception {
    ResolverWorlds worlds = new ResolverWorlds(seed);
    try (Bench bench = new Bench()) {
      bench.dns(worlds.dns()).routing(worlds.routing(closedPort(bench)));
      AliasWorlds.fill(bench.mailboxes, worlds, seed);
      bench.start();
      String from = worlds.sender();
      Mail mail =
          Mail.from(ReversePath.parse(from).orElseThrow())
              .sized(OptionalLong.of(CONTENT.length()))
              .withFields(List.of("Subject: hello"));
      Explanation before = bench.mta().explain(mail, EmailAddress.of(AliasWorlds.ALIAS));
      Submission.Result result = bench.submit(from, CONTENT, AliasWorlds.ALIAS);
      String what = "seed %d: %s to the alias%n%s".formatted(seed, from, before.why());
      compareEnds(bench, before, result, what);
    }
  }

  /** A port of loopback at which nobody listens: taken, and given back. */
  private static int closedPort(Bench bench) throws Exception {
    try (var acceptor =
        bench
            .world
            .network()
            .listen(new InetSocketAddress(InetAddress.getByName("127.77.9.9"), 0))) {
      return acceptor.address().getPort();
    }
  }

  private static void compare(
      Bench bench, Explanation before, Submission.Result result, String what) throws Exception {
    if (result instanceof Submission.Result.Refused(var reply)) {
      assertThat(before.route()).as(what).isInstanceOf(Route.Never.class);
      assertThat(((Route.Never) before.route()).reply()).as(what).isEqualTo(reply);
      return;
    }
    QueueId id = ((Submission.Result.Accepted) result).id();
    switch (before.route()) {
      case Route.Local _ -> throw new AssertionError(what);
      case Route.Held _ -> {
        assertThat(bench.await(id, Event.Administered.class).act()).as(what).isEqualTo("held");
        assertThat(bench.mta().queue().show(id).orElseThrow().message().held()).isTrue();
      }
      case Route.Dropped _ -> {
        bench.await(id, Event.Completed.class);
        assertThat(bench.await(id, Event.Routed.class).decision()).as(what).isEqualTo("dropped");
      }
      case Route.Never(var reply, _) ->
          assertThat(bench.await(id, Event.Failed.class).reply()).as(what).isEqualTo(reply);
      case Route.Later(var reply, _) ->
          assertThat(bench.await(id, Event.Deferred.class).reply()).as(what).isEqualTo(reply);
      case Route.By(var targets, _) -> {
        bench.await(id, Event.Deferred.class);
        assertThat(tried(bench, id)).as(what).isEqualTo(foretold(targets));
        assertThat(reasons(bench, id)).as(what).contains(before.choice().why().finding());
      }
    }
  }

  private static void compareEnds(
      Bench bench, Explanation before, Submission.Result result, String what) throws Exception {
    if (result instanceof Submission.Result.Refused(var reply)) {
      assertThat(before.refusal()).as(what).contains(reply);
      return;
    }
    assertThat(before.refusal()).as(what).isEmpty();
    assertThat(before.ends()).as(what).isNotEmpty();
    QueueId id = ((Submission.Result.Accepted) result).id();
    // Of several next hops the first to meet a dead host spares the others the try.
    long hops =
        before.ends().stream()
            .map(Explanation.End::explanation)
            .filter(end -> end.route() instanceof Route.By)
            .map(end -> end.choice().hop())
            .distinct()
            .count();
    for (Explanation.End end : before.ends()) {
      compareEnd(bench, id, end, hops == 1, what);
    }
    Set<EmailAddress> ends =
        before.ends().stream().map(Explanation.End::to).collect(Collectors.toSet());
    assertThat(routed(bench, id).map(Event.Routed::recipient)).as(what).allMatch(ends::contains);
    Set<EmailAddress> failed =
        bench.all(Event.Failed.class).stream()
            .filter(event -> event.message().equals(id))
            .map(Event.Failed::recipient)
            .collect(Collectors.toSet());
    assertThat(ends).as(what).containsAll(failed);
  }

  private static void compareEnd(
      Bench bench, QueueId id, Explanation.End end, boolean alone, String what) throws Exception {
    EmailAddress to = end.to();
    switch (end.explanation().route()) {
      case Route.Local _ ->
          bench.await(
              Event.Filed.class, one -> one.message().equals(id) && one.recipient().equals(to));
      case Route.Held _ ->
          assertThat(bench.mta().queue().show(id).orElseThrow().message().held()).as(what).isTrue();
      case Route.Dropped _ ->
          assertThat(decisions(bench, id, to)).as(what).containsExactly("dropped");
      case Route.Never(var reply, _) ->
          assertThat(
                  bench
                      .await(
                          Event.Failed.class,
                          one -> one.message().equals(id) && one.recipient().equals(to))
                      .reply())
              .as(what)
              .isEqualTo(reply);
      case Route.Later(var reply, _) ->
          assertThat(
                  bench
                      .await(
                          Event.Deferred.class,
                          one -> one.message().equals(id) && one.recipient().equals(to))
                      .reply())
              .as(what)
              .isEqualTo(reply);
      case Route.By(var targets, _) -> {
        assertThat(decisions(bench, id, to))
            .as(what)
            .contains("queued for " + end.explanation().choice().hop());
        assertThat(reasons(bench, id))
            .as(what)
            .contains(end.explanation().choice().why().finding());
        if (alone) {
          bench.await(
              Event.Deferred.class, one -> one.message().equals(id) && one.recipient().equals(to));
          assertThat(tried(bench, id)).as(what).isEqualTo(foretold(targets));
        }
      }
    }
  }

  private static Stream<Event.Routed> routed(Bench bench, QueueId id) {
    return bench.all(Event.Routed.class).stream().filter(event -> event.message().equals(id));
  }

  private static List<String> decisions(Bench bench, QueueId id, EmailAddress to) {
    return routed(bench, id)
        .filter(event -> event.recipient().equals(to))
        .map(Event.Routed::decision)
        .toList();
  }

  private static List<String> reasons(Bench bench, QueueId id) {
    return routed(bench, id)
        .flatMap(event -> event.why().toString().lines())
        .map(String::strip)
        .toList();
  }

  private static List<String> tried(Bench bench, QueueId id) {
    return normal(
        bench.all(Event.Attempted.class).stream()
            .filter(event -> event.message().equals(id))
            .map(event -> Optional.of(event).flatMap(Event.Attempted::address).orElseThrow())
            .map(address -> address.getAddress().getHostAddress())
            .toList());
  }

  private static List<String> foretold(List<Route.Target> targets) {
    return normal(targets.stream().map(target -> target.address().getHostAddress()).toList());
  }

  /** The order of equals is drawn anew each time; which they are is the same. */
  private static List<String> normal(List<String> addresses) {
    Map<String, Long> counts =
        addresses.stream()
            .collect(Collectors.groupingBy(a -> a, TreeMap::new, Collectors.counting()));
    List<String> out = new ArrayList<>();
    counts.forEach((address, count) -> out.add(address + " x" + count));
    return out;
  }
}
