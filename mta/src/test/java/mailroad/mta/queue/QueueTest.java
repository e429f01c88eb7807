package mailroad.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.TestWorld;
import mailroad.mta.queue.Administration.Act;
import mailroad.mta.routing.RoutingConfigBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting, giving up, administrators and crashes. */
class QueueTest {
  private static final String ANNA = "anna@local.example";
  private static final String BERT = "bert@b.example";

  private final Bench bench = new Bench();
  private FakeMx mx;

  @BeforeEach
  void exchanger() throws Exception {
    mx = bench.exchanger("127.0.0.31", 0);
    bench
        .routing(new RoutingConfigBuilder().loopback(mx.port()).build())
        .dns(
            FixedResolver.of(
                """
                b.example. 60 IN MX 10 mx.b.example.
                c.example. 60 IN MX 10 mx.b.example.
                mx.b.example. 60 IN A 127.0.0.31
                """))
        .start();
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  @Test
  void waitsLongerAfterEachFailureAndBouncesWhenTheLifetimeIsOver() throws Exception {
    mx.says("RCPT", "452 4.2.2 mailbox full");
    QueueId id = bench.send(ANNA, BERT);
    int attempts = 0;
    while (bench.all(Event.Failed.class).isEmpty()) {
      attempts++;
      int now = attempts;
      bench.await(
          Event.class,
          e -> e instanceof Event.Deferred d && d.attempts() == now || e instanceof Event.Failed);
      bench.all(Event.Deferred.class).stream()
          .filter(d -> d.attempts() == now)
          .findFirst()
          .ifPresent(d -> passTo(d.next()));
    }
    List<Event.Deferred> deferred = bench.all(Event.Deferred.class);
    assertThat(deferred.subList(0, 6))
        .extracting(d -> Duration.between(d.at(), d.next()).toMinutes())
        .containsExactly(10L, 20L, 40L, 80L, 160L, 180L);
    Event.Failed failed = bench.await(id, Event.Failed.class);
    assertThat(Duration.between(TestWorld.START, failed.at())).isEqualTo(Duration.ofDays(5));
    bench.await(id, Event.Completed.class);
    assertThat(bench.inbox(ANNA)).hasSize(2);
    assertThat(bench.inbox(ANNA).getFirst())
        .contains("Subject: Your message is delayed", "Action: delayed", "Will-Retry-Until: ");
    assertThat(bench.inbox(ANNA).getLast())
        .contains(
            "Subject: Undelivered mail returned to sender",
            "Action: failed",
            "Status: 4.4.7",
            "Diagnostic-Code: smtp; 452 4.2.2 mailbox full",
            "It was tried for 5 days");
    assertThat(bench.mta().queue().list(Optional.empty(), 10)).isEmpty();
    assertThat(bench.store.lanes("mail", "", 9)).isEmpty();
  }

  private void passTo(Instant moment) {
    try {
      bench.pass(Duration.between(bench.world.now(), moment));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void r29ANoticeThatFailsEndsThere() throws Exception {
    mx.says("RCPT", "550 5.1.1 nobody");
    QueueId id = bench.send("stranger@c.example", BERT);
    Event.Failed failed = bench.await(id, Event.Failed.class);
    QueueId notice = failed.notice().orElseThrow();
    Event.Failed end = bench.await(notice, Event.Failed.class);
    assertThat(end.recipient()).hasToString("stranger@c.example");
    assertThat(end.notice()).isEmpty();
    bench.await(notice, Event.Completed.class);
    assertThat(mx.heard("MAIL")).last().asString().startsWith("MAIL FROM:<>");
    assertThat(mx.heard("RCPT")).last().asString().endsWith("NOTIFY=NEVER");
    assertThat(bench.all(Event.Accepted.class)).hasSize(2);
  }

  @Test
  void r29MailFromNowhereIsNeverAnswered() throws Exception {
    mx.says("RCPT", "550 5.1.1 nobody");
    QueueId id = bench.send("<>", BERT);
    assertThat(bench.await(id, Event.Failed.class).notice()).isEmpty();
    bench.await(id, Event.Completed.class);
    assertThat(bench.all(Event.Accepted.class)).hasSize(1);
  }

  @Test
  void r31TheNoticeQuotesTheReplyAndGivesTheHeaderSectionBack() throws Exception {
    mx.says("RCPT", "550-5.1.1 No such user,\r\n550 5.1.1 really");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Failed.class);
    assertThat(bench.inbox(ANNA).getFirst())
        .contains(
            "From: Mail Delivery System <MAILER-DAEMON@us.local.example>",
            "Reporting-MTA: dns; us.local.example",
            "Final-Recipient: rfc822; bert@b.example",
            "Status: 5.1.1",
            "Remote-MTA: dns; mx.b.example",
            "Diagnostic-Code: smtp; 550 5.1.1 No such user, really",
            "Content-Type: text/rfc822-headers",
            "Subject: hello\r\n")
        .doesNotContain("Body");
  }

  @Test
  void heldMailStaysUntilReleased() throws Exception {
    mx.says("RCPT", "452 4.2.2 full", "250 OK");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Deferred.class);
    assertThat(bench.mta().act(Act.HOLD, id, "root")).isTrue();
    bench.pass(Duration.ofDays(1));
    QueueId other = bench.send(ANNA, "carl@c.example");
    bench.await(other, Event.Relayed.class);
    assertThat(bench.mta().queue().show(id).orElseThrow().message().held()).isTrue();
    assertThat(bench.mta().flush(Optional.empty(), "root")).isZero();
    assertThat(bench.mta().act(Act.RELEASE, id, "root")).isTrue();
    bench.await(id, Event.Relayed.class);
    assertThat(bench.all(Event.Administered.class))
        .extracting(Event.Administered::act)
        .containsExactly("held", "released");
  }

  @Test
  void flushedMailIsDueAtOnce() throws Exception {
    mx.says("RCPT", "452 4.2.2 full", "452 4.2.2 full", "250 OK");
    QueueId one = bench.send(ANNA, BERT);
    bench.await(one, Event.Deferred.class);
    QueueId two = bench.send(ANNA, "carl@c.example");
    bench.await(two, Event.Deferred.class);
    assertThat(bench.mta().flush(Optional.of(new Domain("c.example")), "root")).isEqualTo(1);
    bench.await(two, Event.Relayed.class);
    assertThat(bench.mta().act(Act.FLUSH, one, "root")).isTrue();
    bench.await(one, Event.Relayed.class);
  }

  @Test
  void aClockThatJumpsAheadEndsNoLifetimeWithoutAnotherTryA20() throws Exception {
    mx.says("RCPT", "452 4.2.2 full", "250 OK");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Deferred.class);
    bench.pass(Duration.ofDays(400));
    bench.await(id, Event.Relayed.class);
    assertThat(bench.inbox(ANNA)).isEmpty();
  }

  @Test
  void removedMailIsGoneAndNobodyIsTold() throws Exception {
    mx.says("RCPT", "452 4.2.2 full");
    QueueId id = bench.send(ANNA, BERT, "carl@c.example");
    bench.await(Event.Deferred.class, 2);
    assertThat(bench.mta().act(Act.REMOVE, id, "root")).isTrue();
    assertThat(bench.mta().act(Act.REMOVE, id, "root")).isFalse();
    assertThat(bench.mta().queue().show(id)).isEmpty();
    assertThat(bench.store.lanes("mail", "", 9)).isEmpty();
    bench.await(id, Event.Completed.class);
    assertThat(bench.inbox(ANNA)).isEmpty();
    bench.world.pass(Duration.ofDays(1));
    assertThat(bench.store.blobs().sweep(bench.world.now())).isEqualTo(1);
  }

  @Test
  void theListTellsWhatWaitsAndWhy() throws Exception {
    mx.says("RCPT", "452 4.2.2 full");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Deferred.class);
    MailQueue.Entry entry = bench.mta().queue().list(Optional.empty(), 10).getFirst();
    assertThat(entry.message().id()).isEqualTo(id);
    QueuedItem item = entry.items().getFirst();
    assertThat(item.hop()).isEqualTo("b.example");
    assertThat(item.recipients().getFirst().last().orElseThrow())
        .hasToString("Said[host=mx.b.example, reply=452 4.2.2 full]");
    assertThat(bench.mta().queue().list(Optional.of(id), 10)).isEmpty();
  }

  @Test
  void mailOutlivesACrash() throws Exception {
    mx.says("RCPT", "452 4.2.2 full");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Deferred.class);
    bench.crash();
    mx.says("RCPT", "250 OK");
    bench.start();
    bench.pass(Duration.ofMinutes(10));
    bench.await(id, Event.Relayed.class);
    bench.await(id, Event.Completed.class);
    assertThat(mx.messages()).hasSize(1);
  }

  @Test
  void whatWasBeingTriedAtACrashIsTriedAgainAfterTheStart() throws Exception {
    mx.says("greeting", "close");
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Deferred.class);
    bench.world.pass(Duration.ofMinutes(10));
    bench.crash();
    // Claimed by the node that is gone, and not settled.
    assertThat(
            bench.store.claimDue(
                "mail", "b.example", "node", bench.world.now(), Duration.ofHours(2), 9))
        .hasSize(1);
    mx.says("greeting", "220 back");
    bench.start();
    bench.await(id, Event.Relayed.class);
  }

  @Test
  void theLeaseOfAnotherNodeIsWaitedFor() throws Exception {
    bench.mta().stop(Duration.ZERO);
    QueueId id = bench.send(ANNA, BERT);
    assertThat(
            bench.store.claimDue(
                "mail", "b.example", "other", bench.world.now(), Duration.ofHours(2), 9))
        .hasSize(1);
    bench.crash();
    bench.start();
    bench.pass(Duration.ofHours(1));
    QueueId later = bench.send(ANNA, "carl@c.example");
    bench.await(later, Event.Relayed.class);
    assertThat(mx.messages()).hasSize(1);
    bench.pass(Duration.ofHours(1).plusSeconds(1));
    bench.await(id, Event.Relayed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aStoreThatFailsWhileSettlingIsWaitedOutAndNothingIsSentTwice(int failures) throws Exception {
    mx.hook("dot", () -> bench.store.faults().failWrites(failures));
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Completed.class);
    assertThat(mx.messages()).hasSize(1);
    assertThat(bench.all(Event.Relayed.class)).hasSize(1);
  }

  @Test
  void mailForAFullMailboxWaitsHere() throws Exception {
    bench.mailboxes.account("full@local.example").full("full@local.example", true);
    QueueId id = bench.send("x@c.example", ANNA, "full@local.example");
    assertThat(bench.await(id, Event.Deferred.class).reply().status()).isEqualTo("4.2.2");
    assertThat(bench.inbox(ANNA)).hasSize(1);
    bench.mailboxes.full("full@local.example", false);
    bench.pass(Duration.ofMinutes(10));
    bench.await(id, Event.Completed.class);
    assertThat(bench.inbox("full@local.example")).hasSize(1);
  }

  @Test
  void mailThatWaitsForAMailboxFollowsItWhereItGoes() throws Exception {
    bench.mailboxes.account("full@local.example").full("full@local.example", true);
    QueueId id = bench.send("x@c.example", ANNA, "full@local.example");
    bench.await(id, Event.Deferred.class);
    bench.mailboxes.full("full@local.example", false).forward("full@local.example", BERT);
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.await(id, Event.Relayed.class).recipient()).hasToString(BERT);
    assertThat(bench.await(id, Event.Expanded.class).into().toString()).contains(BERT);
    bench.await(id, Event.Completed.class);
  }

  @Test
  void manyRecipientsAreSentInPortionsAndEachOnce() throws Exception {
    String[] many = new String[250];
    for (int i = 0; i < many.length; i++) {
      many[i] = "r%03d@b.example".formatted(i);
    }
    QueueId id = bench.send(ANNA, many);
    bench.await(id, Event.Completed.class);
    assertThat(mx.heard("RCPT")).hasSize(250).doesNotHaveDuplicates();
    assertThat(mx.messages()).hasSize(3);
    // The portions go side by side, and each tells by itself what became of it.
    assertThat(bench.await(Event.Relayed.class, 250)).hasSize(250);
  }

  @Test
  void aMessageThatNobodyCouldGetIsRefusedAndNothingIsLeft() throws Exception {
    assertThat(bench.submit(ANNA, "A: b\n", "nobody@local.example").toString())
        .contains("550 5.1.1");
    assertThat(bench.events()).isEmpty();
  }
}
