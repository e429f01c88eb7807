package mailroad.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.queue.QueueConfig;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts against mail exchangers that say what the test wants. */
class DeliveryTest {
  private static final String ANNA = "anna@local.example";

  /** RFC 2045 section 6.4: a part of type message is not coded. */
  private static final String EIGHT_BIT_FRAGMENT =
      "MIME-Version: 1.0\nContent-Type: message/partial; id=x\n\ncafé\n";

  private final Bench bench = new Bench();
  private FakeMx first;
  private FakeMx second;

  @BeforeEach
  void twoExchangers() throws Exception {
    first = bench.exchanger("127.0.0.21", 0);
    second = bench.exchanger("127.0.0.22", first.port());
    bench
        .routing(new RoutingConfigBuilder().loopback(first.port()).build())
        .dns(
            FixedResolver.of(
                """
                b.example. 60 IN MX 10 mx1.b.example.
                b.example. 60 IN MX 20 mx2.b.example.
                mx1.b.example. 60 IN A 127.0.0.21
                mx2.b.example. 60 IN A 127.0.0.22
                one.example. 60 IN MX 10 mx1.b.example.
                """))
        .start();
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  @Test
  void theNearestHostGetsItAndTheHopsJoinUp() throws Exception {
    QueueId id = bench.send(ANNA, "bert@b.example");
    Event.Relayed relayed = bench.await(id, Event.Relayed.class);
    assertThat(relayed.host()).isEqualTo("mx1.b.example");
    assertThat(relayed.theirId()).contains(new QueueId("0123456789ABC"));
    bench.await(id, Event.Completed.class);
    assertThat(first.messages().getFirst())
        .startsWith("Received: by us.local.example (Mailroad) id " + id)
        .endsWith("Subject: hello\r\n\r\nBody\r\n")
        .doesNotContain("Return-Path");
    assertThat(second.heard()).isEmpty();
    assertThat(bench.mta().queue().list(Optional.empty(), 10)).isEmpty();
    Event.Attempted attempted = bench.await(id, Event.Attempted.class);
    assertThat(attempted.dialogue()).contains("S: 220 fake ESMTP", "C: RCPT TO:<bert@b.example>");
    assertThat(attempted.address().orElseThrow().getAddress().getHostAddress())
        .isEqualTo("127.0.0.21");
  }

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                       | when     | first says             | then
          R17 4xx at the greeting      | greeting | 421 4.3.2 busy         | next
          R18 5xx at the greeting      | greeting | 554 5.3.2 go away      | next
          R17 closes at once           | greeting | close                  | next
          R17 not SMTP                 | greeting | SSH-2.0-OpenSSH        | next
          R17 4xx at MAIL              | MAIL     | 451 4.3.0 later        | next
          R17 4xx at RCPT              | RCPT     | 450 4.2.0 greylisted   | next
          R17 4xx at DATA              | DATA     | 451 4.3.0 later        | next
          R17 4xx at the final dot     | dot      | 452 4.3.1 no room      | next
          R17 lost at RCPT             | RCPT     | close                  | next
          R19 421 at RCPT              | RCPT     | 421 4.3.2 shutting down| next
          R18 5xx at MAIL              | MAIL     | 550 5.7.1 not you      | failed
          R18 5xx at RCPT              | RCPT     | 550 5.1.1 nobody       | failed
          R18 5xx at DATA              | DATA     | 554 5.7.1 no           | failed
          R18 5xx at the final dot     | dot      | 554 5.7.1 spam         | failed
          R55 an unknown code          | RCPT     | 599 what               | failed
          R24 lost after the final dot | dot      | close                  | deferred
          """)
  void goesOnToTheNextHostOrStops(String rule, String when, String says, String then)
      throws Exception {
    first.says(when, says);
    QueueId id = bench.send(ANNA, "bert@b.example");
    switch (then) {
      case "next" ->
          assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx2.b.example");
      case "failed" -> {
        assertThat(bench.await(id, Event.Failed.class).reply().toString()).isEqualTo(says);
        assertThat(second.heard()).isEmpty();
      }
      default -> {
        assertThat(bench.await(id, Event.Deferred.class).reply().text())
            .contains("may have been taken over");
        assertThat(second.heard()).isEmpty();
      }
    }
  }

  @Test
  void r17DefersWhenNoHostIsLeft() throws Exception {
    first.close();
    second.says("RCPT", "450 4.2.0 greylisted");
    QueueId id = bench.send(ANNA, "bert@b.example");
    Event.Deferred deferred = bench.await(id, Event.Deferred.class);
    assertThat(deferred.reply()).hasToString("450 4.2.0 greylisted");
    assertThat(deferred.attempts()).isEqualTo(1);
    assertThat(deferred.next()).isEqualTo(bench.world.now().plus(Duration.ofMinutes(5)));
    assertThat(bench.all(Event.Attempted.class))
        .extracting(Event.Attempted::outcome)
        .containsExactly("connection refused", "450 4.2.0 greylisted");
    second.says("RCPT", "250 OK");
    bench.pass(Duration.ofMinutes(5));
    bench.await(id, Event.Relayed.class);
  }

  @Test
  void r20HeloWhereEhloIsRefused() throws Exception {
    first.says("EHLO", "502 5.5.1 what");
    QueueId id = bench.send(ANNA, "bert@b.example");
    bench.await(id, Event.Relayed.class);
    assertThat(first.heard("HELO")).hasSize(1);
    assertThat(first.heard("MAIL")).containsExactly("MAIL FROM:<anna@local.example>");
  }

  @Test
  void r21r28RecipientsOfOneHostShareATransactionAndFareSeparately() throws Exception {
    first.says("RCPT TO:<later@", "450 4.2.0 later");
    first.says("RCPT TO:<never@", "550 5.1.1 nobody");
    QueueId id = bench.send(ANNA, "good@one.example", "later@one.example", "never@one.example");
    assertThat(bench.await(id, Event.Relayed.class).recipient()).hasToString("good@one.example");
    assertThat(bench.await(id, Event.Deferred.class).recipient()).hasToString("later@one.example");
    assertThat(bench.await(id, Event.Failed.class).recipient()).hasToString("never@one.example");
    assertThat(first.heard("MAIL")).hasSize(1);
    assertThat(first.messages()).hasSize(1);
    first.says("RCPT TO:<later@", "250 ok");
    bench.pass(Duration.ofMinutes(5));
    bench.await(id, Event.Completed.class);
    assertThat(first.heard("RCPT"))
        .containsExactly(
            "RCPT TO:<good@one.example>",
            "RCPT TO:<later@one.example>",
            "RCPT TO:<never@one.example>",
            "RCPT TO:<later@one.example>");
  }

  @Test
  void r22TooManyRecipientsGoInAFurtherTransactionAtOnce() throws Exception {
    first.says("RCPT", "250 OK", "250 OK", "452 4.5.3 too many", "452 4.5.3 too many", "250 OK");
    QueueId id =
        bench.send(ANNA, "a@one.example", "b@one.example", "c@one.example", "d@one.example");
    bench.await(id, Event.Completed.class);
    assertThat(first.messages()).hasSize(2);
    assertThat(first.heard("EHLO")).hasSize(1);
    assertThat(bench.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void r28RecipientsOfOtherHostsDoNotShareAFate() throws Exception {
    first.says("RCPT TO:<x@one.example>", "550 5.1.1 nobody");
    QueueId id = bench.send(ANNA, "x@one.example", "y@b.example", "z@gone.example");
    assertThat(bench.await(id, Event.Relayed.class).recipient()).hasToString("y@b.example");
    bench.await(id, Event.Completed.class);
    assertThat(bench.await(Event.Failed.class, 2))
        .extracting(f -> f.recipient() + " " + f.reply().status())
        .containsExactlyInAnyOrder("x@one.example 5.1.1", "z@gone.example 5.1.2");
  }

  @Test
  void r30WhatTheSenderWantsToHearIsPassedOn() throws Exception {
    bench.receive(
        Bench.loggedIn(ANNA),
        ANNA,
        MailParameters.NONE.withDsn(Optional.of(Return.HDRS), Optional.of("my id")),
        "A: b\r\n\r\n",
        new Recipient(
            EmailAddress.of("bert@b.example"),
            new Notify.When(Set.of(Notify.Occasion.SUCCESS)),
            Optional.empty()));
    bench.await(Event.Completed.class, 1);
    assertThat(first.heard("MAIL")).singleElement().asString().contains("RET=HDRS ENVID=my+20id");
    assertThat(first.heard("RCPT")).singleElement().asString().contains("NOTIFY=SUCCESS");
    assertThat(bench.inbox(ANNA)).isEmpty();
  }

  @Test
  void r30ANextHopWithoutDsnIsToldOfAsRelayed() throws Exception {
    first.says("EHLO", "250 fake");
    bench.receive(
        Bench.loggedIn(ANNA),
        ANNA,
        MailParameters.NONE,
        "A: b\r\n\r\n",
        new Recipient(
            EmailAddress.of("bert@b.example"),
            new Notify.When(Set.of(Notify.Occasion.SUCCESS)),
            Optional.empty()));
    bench.await(Event.Relayed.class, _ -> true);
    bench.await(Event.Filed.class, 1);
    assertThat(bench.inbox(ANNA).getFirst())
        .contains("Action: relayed", "Remote-MTA: dns; mx1.b.example");
  }

  @Test
  void r38EightBitContentThatHasNoOtherFormIsReturnedWhereNoHostTakesIt() throws Exception {
    first.says("EHLO", "250 fake");
    second.says("EHLO", "250 fake");
    QueueId id = bench.send(ANNA, EIGHT_BIT_FRAGMENT, new String[] {"bert@b.example"});
    assertThat(bench.await(id, Event.Failed.class).reply().status()).isEqualTo("5.6.3");
    assertThat(second.heard("EHLO")).hasSize(1);
  }

  @Test
  void r38EightBitContentThatHasNoOtherFormGoesToTheHostThatTakesIt() throws Exception {
    first.says("EHLO", "250 fake");
    QueueId id = bench.send(ANNA, EIGHT_BIT_FRAGMENT, new String[] {"bert@b.example"});
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx2.b.example");
  }

  @Test
  void r39AnAddressBeyondAsciiNeedsSmtputf8() throws Exception {
    first.says("EHLO", "250-fake\r\n250 8BITMIME");
    second.says("EHLO", "250-fake\r\n250 8BITMIME");
    QueueId id = bench.send(ANNA, "bücher@b.example");
    assertThat(bench.await(id, Event.Failed.class).reply().status()).isEqualTo("5.6.7");
  }

  @Test
  void r40TooLargeForOneHostIsNotTooLargeForAnother() throws Exception {
    first.says("EHLO", "250-fake\r\n250 SIZE 10");
    QueueId id = bench.send(ANNA, "bert@b.example");
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx2.b.example");
    second.says("EHLO", "250-fake\r\n250 SIZE 10");
    bench.world.pass(Duration.ofSeconds(2)); // or the session before would be used again
    QueueId other = bench.send(ANNA, "bert@b.example");
    assertThat(bench.await(other, Event.Failed.class).reply().status()).isEqualTo("5.3.4");
    assertThat(first.heard("MAIL")).isEmpty();
  }

  @Test
  void r40TooLargeForOneAndAnotherIsDownIsNotForGood() throws Exception {
    first.says("EHLO", "250-fake\r\n250 SIZE 10");
    second.close();
    QueueId id = bench.send(ANNA, "bert@b.example");
    assertThat(bench.await(id, Event.Deferred.class).reply().text()).contains("Cannot connect");
  }

  @Test
  void r42AFailedHandshakeIsTriedAgainInTheClearAtOnce() throws Exception {
    first.says("EHLO", "250-fake\r\n250 STARTTLS");
    first.says("STARTTLS", "220 go on, though there is nobody who could");
    QueueId id = bench.send(ANNA, "bert@one.example");
    bench.await(id, Event.Relayed.class);
    assertThat(first.heard("STARTTLS")).hasSize(1);
    assertThat(first.heard("EHLO")).hasSize(2);
    assertThat(bench.all(Event.Attempted.class).getFirst().outcome()).startsWith("TLS failed");
  }

  @Test
  void r26AHostThatDidNotAnswerIsLeftAloneByAllMail() throws Exception {
    first.close();
    second.close();
    QueueId one = bench.send(ANNA, "bert@b.example");
    bench.await(one, Event.Deferred.class);
    QueueId two = bench.send(ANNA, "carl@b.example");
    bench.world.pass(Duration.ofSeconds(59));
    QueueId three = bench.send(ANNA, "dora@elsewhere.example");
    bench.await(three, Event.Completed.class);
    assertThat(bench.all(Event.Attempted.class)).hasSize(2);
    try (FakeMx back = new FakeMx(bench.world, "127.0.0.21", first.port())) {
      bench.pass(Duration.ofSeconds(2));
      bench.await(two, Event.Relayed.class);
      assertThat(back.messages()).hasSize(1);
    }
  }

  @Test
  void r58ADeadFirstHostDoesNotHoldOthersUp() throws Exception {
    QueueConfig d = Bench.quietQueue();
    first.close();
    second.close();
    for (int i = 0; i < 30; i++) {
      bench.send(ANNA, "x" + i + "@one.example");
    }
    try (FakeMx other = new FakeMx(bench.world, "127.0.0.23", first.port())) {
      QueueId id = bench.send(ANNA, "x@[127.0.0.23]");
      bench.await(id, Event.Relayed.class);
      assertThat(other.messages()).hasSize(1);
    }
    assertThat(bench.all(Event.Attempted.class)).hasSizeLessThan(d.destinationConcurrencyMax());
  }

  @Test
  void theEventsTellWhyThatHostWasChosen() throws Exception {
    QueueId id = bench.send(ANNA, "bert@b.example");
    bench.await(id, Event.Relayed.class);
    List<Event.Routed> routed =
        bench.all(Event.Routed.class).stream().filter(r -> r.decision().startsWith("by")).toList();
    assertThat(routed.getFirst().decision()).contains("mx1.b.example [127.0.0.21]");
    assertThat(routed.getFirst().why().toString())
        .contains("no route names it")
        .contains("mx2.b.example (preference 20) can be tried");
  }

  @Test
  void r47FurtherMailToTheHostGoesByTheSameSession() throws Exception {
    for (int i = 0; i < 3; i++) {
      QueueId id = bench.send(ANNA, "x" + i + "@one.example");
      bench.await(id, Event.Completed.class);
    }
    assertThat(first.messages()).hasSize(3);
    assertThat(first.heard("EHLO")).hasSize(1);
    bench.mta().stop(Duration.ofSeconds(5));
    assertThat(first.heard("QUIT")).hasSize(1);
  }

  @Test
  void r47ASessionThatTheOtherSideHasEndedIsNoFailure() throws Exception {
    QueueId one = bench.send(ANNA, "x@one.example");
    bench.await(one, Event.Completed.class);
    first.hangUp();
    QueueId two = bench.send(ANNA, "y@one.example");
    bench.await(two, Event.Relayed.class);
    assertThat(first.heard("EHLO")).hasSize(2);
    assertThat(bench.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void r47ASessionWaitsNoLongerThanItsTime() throws Exception {
    QueueId one = bench.send(ANNA, "x@one.example");
    bench.await(one, Event.Completed.class);
    bench.world.pass(Duration.ofSeconds(2));
    QueueId two = bench.send(ANNA, "y@one.example");
    bench.await(two, Event.Relayed.class);
    assertThat(first.heard("EHLO")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"OPPORTUNISTIC, false", "REQUIRED, false", "NONE, true"})
  void aPasswordGoesInTheClearOnlyIfTheRouteSaysSo(TlsDemand tls, boolean sent) throws Exception {
    first.says("EHLO", "250-fake\r\n250 AUTH PLAIN").says("AUTH", "235 2.7.0 welcome");
    RouteLine line =
        new RouteLine("*", "[127.0.0.21]:" + first.port()).with(tls).withLogin("anna", "secret");
    try (Bench other = new Bench()) {
      other.routing(new RoutingConfigBuilder().routes(line).build()).start();
      QueueId id = other.send(ANNA, "bert@b.example");
      if (sent) {
        other.await(id, Event.Relayed.class);
      } else {
        assertThat(other.await(id, Event.Deferred.class).reply().status()).isEqualTo("4.7.4");
      }
      assertThat(first.heard("AUTH")).hasSize(sent ? 1 : 0);
      assertThat(other.all(Event.Attempted.class).toString()).doesNotContain("secret");
    }
  }

  @Test
  void logsInByATokenThatIsReadAtEachLogin() throws Exception {
    first.says("EHLO", "250-fake\r\n250 AUTH PLAIN XOAUTH2").says("AUTH", "235 2.7.0 welcome");
    RouteLine line =
        new RouteLine("*", "[127.0.0.21]:" + first.port())
            .with(TlsDemand.NONE)
            .withToken("us@b.example", "provider.token");
    AtomicReference<String> token = new AtomicReference<>("first");
    try (Bench other = new Bench()) {
      other
          .tokens(file -> token.get() + "." + file)
          .routing(new RoutingConfigBuilder().routes(line).build())
          .start();
      other.await(other.send(ANNA, "bert@b.example"), Event.Completed.class);
      token.set("second");
      first.hangUp();
      other.await(other.send(ANNA, "bert@b.example"), Event.Relayed.class);
      assertThat(first.heard("AUTH"))
          .containsExactly(
              xoauth2("us@b.example", "first.provider.token"),
              xoauth2("us@b.example", "second.provider.token"));
    }
  }

  private static String xoauth2(String login, String token) {
    String message = "user=%s\1auth=Bearer %s\1\1".formatted(login, token);
    return "AUTH XOAUTH2 "
        + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void waitsWhereTheTokenCannotBeRead() throws Exception {
    RouteLine line =
        new RouteLine("*", "[127.0.0.21]:" + first.port()).withToken("us@b.example", "none");
    try (Bench other = new Bench()) {
      other.routing(new RoutingConfigBuilder().routes(line).build()).start();
      other.await(other.send(ANNA, "bert@b.example"), Event.Deferred.class);
      assertThat(first.heard("EHLO")).isEmpty();
      assertThat(other.all(Event.Attempted.class).toString()).contains("the token of us@b.example");
    }
  }
}
