package mailroad.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.intake.Submission;
import mailroad.mta.queue.Administration;
import mailroad.mta.routing.GroupLine.Member;
import mailroad.mta.routing.GroupLine.Spread;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that go the ways of routes and groups, over real connections. */
class RoutesTest {
  private static final String ANNA = "anna@local.example";

  private final Bench bench = new Bench();
  private FakeMx first;
  private FakeMx second;

  @BeforeEach
  void twoHosts() throws Exception {
    first = bench.exchanger("127.0.0.31", 0);
    second = bench.exchanger("127.0.0.32", first.port());
    bench.dns(FixedResolver.of("b.example. 60 IN A 127.0.0.31"));
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  private String hop(FakeMx host) {
    return "[%s]:%d".formatted(host == first ? "127.0.0.31" : "127.0.0.32", host.port());
  }

  private void routes(RouteLine... lines) throws Exception {
    bench.routing(new RoutingConfigBuilder().loopback(first.port()).routes(lines).build()).start();
  }

  private String relayedTo(QueueId id) throws Exception {
    return bench.await(id, Event.Relayed.class).host();
  }

  @Test
  void largeMailGoesAnotherWayOnceItsSizeIsKnown() throws Exception {
    routes(new RouteLine("*", hop(second)).withSize(100_000));
    assertThat(relayedTo(bench.send(ANNA, "small@b.example"))).isEqualTo("b.example");
    QueueId large =
        bench.send(ANNA, "Subject: x\n\n" + "x\n".repeat(60_000), to("large@b.example"));
    assertThat(relayedTo(large)).isEqualTo("[127.0.0.32]");
  }

  private static String[] to(String... recipients) {
    return recipients;
  }

  @Test
  void mailWithAFieldGoesAnotherWayAlsoWhenItIsTriedAgain() throws Exception {
    routes(new RouteLine("*", hop(second)).withHeader("X-Bulk: *"));
    second.says("RCPT", "451 4.3.0 later", "250 OK");
    QueueId id = bench.send(ANNA, "X-Bulk: yes\nSubject: x\n\nx\n", to("bert@b.example"));
    bench.await(id, Event.Deferred.class);
    bench.pass(Duration.ofMinutes(11));
    assertThat(relayedTo(id)).isEqualTo("[127.0.0.32]");
  }

  @Test
  void mailOfAnAccountGoesAnotherWay() throws Exception {
    routes(new RouteLine("*", hop(second)).withAccount("*@local.example"));
    Reply reply =
        bench.receive(
            Bench.loggedIn(ANNA),
            ANNA,
            MailParameters.NONE,
            "Subject: x\r\n\r\nx\r\n",
            Recipient.of(EmailAddress.of("bert@b.example")));
    assertThat(reply.code()).isEqualTo(250);
    bench.await(Event.Relayed.class, relayed -> relayed.host().equals("[127.0.0.32]"));
    assertThat(relayedTo(bench.send(ANNA, "carl@b.example"))).isEqualTo("b.example");
  }

  @Test
  void aRouteRefusesAtOnceAndForAll() throws Exception {
    routes(
        new RouteLine("closed.example", "reject 550 5.7.1 We do not write to them"),
        new RouteLine("*", "reject 554 5.6.0 No such content").withHeader("X-Worm: *"));
    assertThat(bench.submit(ANNA, "Subject: x\n\nx\n", "x@closed.example"))
        .isEqualTo(
            new Submission.Result.Refused(new Reply(550, "5.7.1", "We do not write to them")));
    assertThat(bench.submit(ANNA, "X-Worm: 1\n\nx\n", "x@b.example", "y@b.example"))
        .isEqualTo(new Submission.Result.Refused(new Reply(554, "5.6.0", "No such content")));
    assertThat(bench.mta().queue().list(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void aRouteHoldsUntilAnAdministratorReleases() throws Exception {
    routes(new RouteLine("b.example", "hold"));
    QueueId id = bench.send(ANNA, "bert@b.example");
    assertThat(bench.await(id, Event.Administered.class).act()).isEqualTo("held");
    bench.pass(Duration.ofHours(3));
    assertThat(bench.all(Event.Attempted.class)).isEmpty();
    bench.mta().act(Administration.Act.RELEASE, id, "test");
    assertThat(relayedTo(id)).isEqualTo("b.example");
  }

  @Test
  void aRouteDropsAndTheJourneyShowsIt() throws Exception {
    routes(new RouteLine("trap@b.example", "discard"));
    QueueId id = bench.send(ANNA, "trap@b.example", "bert@b.example");
    bench.await(id, Event.Completed.class);
    assertThat(first.heard("RCPT")).containsExactly("RCPT TO:<bert@b.example>");
    bench.await(
        Event.Routed.class,
        routed ->
            routed.decision().equals("dropped")
                && routed.recipient().equals(EmailAddress.of("trap@b.example")));
  }

  @Test
  void aLocalDomainIsRoutedOnlyByALineThatNamesIt() throws Exception {
    routes(new RouteLine("moved@local.example", hop(second)), new RouteLine("*", hop(first)));
    bench.mailboxes.account("moved@local.example");
    assertThat(relayedTo(bench.send(ANNA, "moved@local.example"))).isEqualTo("[127.0.0.32]");
    bench.await(bench.send("x@b.example", ANNA), Event.Filed.class);
  }

  @Test
  void r37AGatewaySpreadsMailOverItsInnerServersAndLeavesOutWhatFails() throws Exception {
    bench
        .routing(
            new RoutingConfigBuilder()
                .loopback(first.port())
                .routes(new RouteLine("b.example", "group:inner"))
                .groups(
                    new GroupLine(
                        "inner",
                        Spread.ROUND_ROBIN,
                        List.of(new Member(hop(first), 1), new Member(hop(second), 1))))
                .build())
        .start();
    assertThat(relayedTo(bench.send(ANNA, "one@b.example"))).isEqualTo("[127.0.0.31]");
    assertThat(relayedTo(bench.send(ANNA, "two@b.example"))).isEqualTo("[127.0.0.32]");
    first.says("greeting", "close");
    first.hangUp();
    bench.world.pass(Duration.ofSeconds(5));
    assertThat(relayedTo(bench.send(ANNA, "three@b.example"))).isEqualTo("[127.0.0.32]");
    assertThat(relayedTo(bench.send(ANNA, "four@b.example"))).isEqualTo("[127.0.0.32]");
    int asked = bench.all(Event.Attempted.class).size();
    assertThat(relayedTo(bench.send(ANNA, "five@b.example"))).isEqualTo("[127.0.0.32]");
    assertThat(bench.all(Event.Attempted.class)).as("it is left out").hasSize(asked + 1);
    first.says("greeting", "220 back ESMTP");
    bench.pass(Duration.ofMinutes(2));
    assertThat(relayedTo(bench.send(ANNA, "six@b.example"))).isNotEmpty();
    assertThat(relayedTo(bench.send(ANNA, "seven@b.example"))).isNotEmpty();
    assertThat(bench.all(Event.Relayed.class).subList(5, 7))
        .extracting(Event.Relayed::host)
        .as("it is back")
        .containsExactlyInAnyOrder("[127.0.0.31]", "[127.0.0.32]");
  }

  @Test
  void r17AChainOfSmarthostsIsTriedInOrderEachWithItsOwnLogin() throws Exception {
    first.says("greeting", "421 4.3.2 not now");
    second.says("EHLO", "250-fake\r\n250 AUTH PLAIN").says("AUTH", "235 2.7.0 welcome");
    bench
        .routing(
            new RoutingConfigBuilder()
                .loopback(first.port())
                .smarthost("group:out")
                .groups(
                    new GroupLine(
                        "out",
                        Spread.IN_ORDER,
                        List.of(
                            new Member(hop(first), 0).with(TlsDemand.NONE).withLogin("us", "one"),
                            new Member(hop(second), 0)
                                .with(TlsDemand.NONE)
                                .withLogin("we", "two"))))
                .build())
        .start();
    assertThat(relayedTo(bench.send(ANNA, "bert@b.example"))).isEqualTo("[127.0.0.32]");
    assertThat(first.heard("AUTH")).isEmpty();
    assertThat(second.heard("AUTH")).hasSize(1);
    assertThat(bench.all(Event.Attempted.class).toString()).doesNotContain("two");
  }

  @Test
  void r23UnderLmtpEachRecipientHasItsOwnAnswer() throws Exception {
    routes(new RouteLine("b.example", "lmtp:" + hop(second)));
    second.says("LHLO", "250-fake\r\n250 PIPELINING");
    second.says("dot", "250 2.1.5 filed\r\n550 5.2.1 not this one");
    QueueId id = bench.send(ANNA, "one@b.example", "two@b.example");
    assertThat(bench.await(id, Event.Relayed.class).recipient()).hasToString("one@b.example");
    assertThat(bench.await(id, Event.Failed.class).recipient()).hasToString("two@b.example");
    assertThat(second.heard("LHLO")).hasSize(1);
  }

  @Test
  void mailGoesFromTheAddressOfItsRoute() throws Exception {
    routes(
        new RouteLine("b.example", "mx").withFrom("boss@local.example").withSources("127.0.0.99"));
    bench.await(bench.send("boss@local.example", "bert@b.example"), Event.Relayed.class);
    bench.await(bench.send(ANNA, "bert@b.example"), Event.Relayed.class);
    assertThat(first.clients()).containsExactly("127.0.0.99", "127.0.0.1");
  }

  @Test
  void r37MailForAPrimaryWaitsForAsLongAsItsRouteSays() throws Exception {
    first.says("greeting", "close");
    second.says("greeting", "close");
    routes(
        new RouteLine("long.example", hop(first)).with(Duration.ofDays(30)),
        new RouteLine("short.example", hop(second)).with(Duration.ofHours(1)));
    QueueId shortly = bench.send(ANNA, "bert@short.example");
    QueueId longer = bench.send(ANNA, "bert@long.example");
    bench.await(shortly, Event.Deferred.class);
    awaitDeferred(longer, 1);
    bench.pass(Duration.ofHours(2));
    bench.await(shortly, Event.Failed.class);
    awaitDeferred(longer, 2);
    bench.pass(Duration.ofDays(10));
    awaitDeferred(longer, 3); // no try is under way when the host is back
    first.says("greeting", "220 back ESMTP");
    bench.pass(Duration.ofDays(10));
    bench.await(longer, Event.Relayed.class);
  }

  private void awaitDeferred(QueueId id, long times) throws Exception {
    bench.await(
        Event.Deferred.class,
        _ ->
            bench.all(Event.Deferred.class).stream()
                    .filter(event -> event.message().equals(id))
                    .count()
                >= times);
  }

  @Test
  void r34r35NoPathThatASenderSpecifiesIsFollowed() throws Exception {
    routes();
    Recipient routed = Recipient.of(EmailAddress.of("\"@a.example,@c.example:bert\"@b.example"));
    QueueId id = bench.send(ANNA, "far%away.example@b.example", "away.example!far@b.example");
    assertThat(relayedTo(id)).isEqualTo("b.example");
    assertThat(first.heard("RCPT"))
        .containsExactly(
            "RCPT TO:<far%away.example@b.example>", "RCPT TO:<away.example!far@b.example>");
    Mail mail = Mail.from(ReversePath.of(EmailAddress.of(ANNA)));
    assertThat(bench.mta().explain(mail, routed.address()).choice().hop()).hasToString("b.example");
  }
}
