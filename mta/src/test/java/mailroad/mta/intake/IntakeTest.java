package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.mta.Bench;
import mailroad.mta.relay.RelayConfig;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.Body;
import mailroad.smtp.Command;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;
import mailroad.smtp.TlsWish;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Incoming;
import mailroad.smtp.server.Reception;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
  private static final String MESSAGE = "Subject: hi\r\n\r\nBody\r\n";
  private static final Recipient ANNA = Recipient.of(EmailAddress.of("anna@local.example"));

  private final Bench bench = new Bench();

  @BeforeEach
  void people() {
    bench
        .routing(
            new RoutingConfigBuilder()
                .relayDomains("hub.example")
                .relayNetworks("192.0.2.0/24")
                .build())
        .relay(
            RelayConfig.DEFAULT
                .withRecipients(
                    List.of(
                        new RelayConfig.RecipientsLine(
                            "hub.example", RelayConfig.Verify.LIST, List.of("some*@hub.example"))))
                .withFlushNetworks(List.of("203.0.113.9/32")))
        .dns(FixedResolver.of("null.example. 60 IN MX 0 ."));
    bench.mailboxes.account("bert@local.example").account("full@local.example");
    bench.mailboxes.full("full@local.example", true);
    bench.mailboxes.forward("both@local.example", "anna@local.example", "bert@local.example");
    bench.mailboxes.forward("out@local.example", "far@away.example");
    bench.mailboxes.forward("ring1@local.example", "ring2@local.example");
    bench.mailboxes.forward("ring2@local.example", "ring1@local.example");
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  private static Client from(String who) {
    if (who.contains("@")) {
      return Bench.loggedIn(who);
    }
    Client stranger = Bench.stranger();
    return new Client(
        Bench.endpoint(who),
        stranger.local(),
        stranger.hello(),
        Optional.empty(),
        Optional.empty());
  }

  private static String said(Decision decision) {
    return switch (decision) {
      case Decision.Accept() -> "yes";
      case Decision.Refuse(var reply) -> reply.code() + " " + reply.status();
    };
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # client            | recipient                          | answer    | rule
          203.0.113.9         | anna@local.example                 | yes       | local
          203.0.113.9         | nobody@local.example               | 550 5.1.1 | A14: refused before any content
          203.0.113.9         | both@local.example                 | yes       | alias
          203.0.113.9         | full@local.example                 | 452 4.2.2 | full
          203.0.113.9         | someone@hub.example                | yes       | R37 relay domain, listed
          203.0.113.9         | nobody@hub.example                 | 550 5.1.1 | R37 relay domain, not listed
          203.0.113.9         | someone@sub.hub.example            | 550 5.7.1 | only what is configured
          203.0.113.9         | far@away.example                   | 550 5.7.1 | no open relay
          192.0.2.77          | far@away.example                   | yes       | relay network
          anna@local.example  | far@away.example                   | yes       | logged in
          203.0.113.9         | far%away.example@local.example     | 550 5.1.1 | R35
          203.0.113.9         | away.example!far@local.example     | 550 5.1.1 | R35
          203.0.113.9         | "far@away.example"@local.example   | 550 5.1.1 | R35
          203.0.113.9         | postmaster@us.local.example        | yes       | R36 at our name
          203.0.113.9         | postmaster@[198.51.100.1]          | yes       | R36 at our address
          203.0.113.9         | far@[203.0.113.77]                 | 550 5.7.1 | R13 another's address
          """)
  void decidesAtRcpt(String who, String recipient, String answer, String rule) throws Exception {
    Envelope soFar = new Envelope(new ReversePath.Nowhere(), MailParameters.NONE);
    Recipient to = Recipient.of(EmailAddress.of(recipient));
    assertThat(said(bench.mta().reception().recipient(from(who), soFar, to)))
        .as(rule)
        .isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9        | <>                    | yes
          203.0.113.9        | x@away.example        | yes
          203.0.113.9        | x@null.example        | 550 5.7.27
          anna@local.example | anna@local.example    | yes
          anna@local.example | both@local.example    | yes
          anna@local.example | bert@local.example    | 553 5.7.1
          anna@local.example | x@away.example        | 553 5.7.1
          anna@local.example | <>                    | yes
          full@local.example | full@local.example    | yes
          full@local.example | full+x@local.example  | 553 5.7.1
          """)
  void r10DecidesAtMail(String who, String sender, String answer) throws Exception {
    bench.intake(
        new IntakeConfig(
            true,
            IntakeConfig.HeaderFrom.OWN,
            true,
            true,
            IntakeConfig.FullMailbox.LATER,
            100,
            262_144,
            5000,
            Duration.ofMinutes(1),
            200_000,
            ResultsConfig.DEFAULT));
    ReversePath path = ReversePath.parse(sender).orElseThrow();
    assertThat(said(bench.mta().reception().sender(from(who), path, MailParameters.NONE)))
        .isEqualTo(answer);
  }

  @Test
  void filesInTheAcceptingTransactionAndSays250Afterwards() throws Exception {
    Reply reply =
        bench.receive(Bench.stranger(), "x@away.example", MailParameters.NONE, MESSAGE, ANNA);
    Event.Accepted accepted = bench.all(Event.Accepted.class).getFirst();
    assertThat(reply).hasToString("250 2.0.0 OK queued as " + accepted.message());
    assertThat(bench.inbox("anna@local.example"))
        .containsExactly(
            """
            Received: from client.example ([203.0.113.9])\r
            \tby us.local.example (Mailroad) with ESMTP id %s\r
            \tfor <anna@local.example>;\r
            \tSun, 22 Nov 2026 10:00:00 +0000\r
            """
                    .formatted(accepted.message())
                + MESSAGE);
    assertThat(bench.events())
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("Accepted", "Routed", "Filed", "Completed");
    assertThat(bench.all(Event.Filed.class).getFirst().uid()).isEqualTo(1);
    assertThat(bench.mta().queue().list(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void aSubmissionIsTracedWithItsTlsAndFixed() throws Exception {
    bench.receive(
        Bench.loggedIn("anna@local.example"),
        "anna@local.example",
        MailParameters.NONE,
        "Subject: x\r\n\r\n",
        ANNA,
        Recipient.of(EmailAddress.of("bert@local.example")));
    String id = bench.all(Event.Accepted.class).getFirst().message().value();
    assertThat(bench.inbox("bert@local.example").getFirst())
        .isEqualTo(
            """
            Received: from [203.0.113.9] ([203.0.113.9])\r
            \tby us.local.example (Mailroad) with ESMTPSA id %s\r
            \ttls TLS_AES_256_GCM_SHA384;\r
            \tSun, 22 Nov 2026 10:00:00 +0000\r
            Date: Sun, 22 Nov 2026 10:00:00 +0000\r
            Message-ID: <%s@us.local.example>\r
            Subject: x\r
            \r
            """
                .formatted(id, id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          R49 a relay adds nothing       | Subject: a\\n\\nb\\n             | Subject: a\\n\\nb\\n
          no header section at all       | just text\\n                     | \\njust text\\n
          header section alone           | Subject: a\\n                    | Subject: a\\n
          empty header section           | \\nbody\\n                       | \\nbody\\n
          R33 a relay leaves Return-Path | Return-Path: <a@b>\\nX: y\\n\\nb | Return-Path: <a@b>\\nX: y\\n\\nb
          """)
  void r32TouchesNothingBelowItsOwnField(String what, String content, String stored)
      throws Exception {
    bench.receive(
        Bench.stranger(),
        "x@away.example",
        MailParameters.NONE,
        content.replace("\\n", "\r\n"),
        ANNA);
    assertThat(bench.inbox("anna@local.example").getFirst())
        .as(what)
        .endsWith("+0000\r\n" + stored.replace("\\n", "\r\n"));
  }

  @Test
  void r32TooManyHopsAreACircle() throws Exception {
    String content = "Received: by x\r\n".repeat(100) + MESSAGE;
    Reply reply =
        bench.receive(Bench.stranger(), "x@away.example", MailParameters.NONE, content, ANNA);
    assertThat(reply.code()).isEqualTo(554);
    assertThat(reply.status()).isEqualTo("5.4.6");
    assertThat(bench.events()).isEmpty();
    String fewer = "Received: by x\r\n".repeat(99) + MESSAGE;
    assertThat(
            bench
                .receive(Bench.stranger(), "x@away.example", MailParameters.NONE, fewer, ANNA)
                .code())
        .isEqualTo(250);
  }

  @Test
  void a6AnEndlessHeaderSectionIsRefused() throws Exception {
    String content = "X: " + "y".repeat(300_000) + "\r\n\r\n";
    assertThat(
            bench
                .receive(Bench.stranger(), "x@away.example", MailParameters.NONE, content, ANNA)
                .status())
        .isEqualTo("5.6.0");
  }

  @Test
  void a20AFullDiskIs452AndABrokenOne451AndNothingIsLeft() throws Exception {
    bench.mta();
    bench.store.faults().fillDisk();
    assertThat(
            bench
                .receive(Bench.stranger(), "x@away.example", MailParameters.NONE, MESSAGE, ANNA)
                .status())
        .isEqualTo("4.3.1");
    bench.store.faults().freeDisk();
    bench.store.faults().failWrites(1);
    assertThat(
            bench
                .receive(Bench.stranger(), "x@away.example", MailParameters.NONE, MESSAGE, ANNA)
                .status())
        .isEqualTo("4.3.0");
    assertThat(bench.inbox("anna@local.example")).isEmpty();
    assertThat(bench.events()).isEmpty();
  }

  @Test
  void eachMailboxGetsItOnceHoweverManyWaysLeadThere() throws Exception {
    bench.receive(
        Bench.stranger(),
        "x@away.example",
        MailParameters.NONE,
        MESSAGE,
        ANNA,
        Recipient.of(EmailAddress.of("both@local.example")));
    assertThat(bench.inbox("anna@local.example")).hasSize(1);
    assertThat(bench.inbox("bert@local.example")).hasSize(1);
  }

  @Test
  void r50AForwardingCircleIsFoundAndRefused() throws Exception {
    Reply reply =
        bench.receive(
            Bench.stranger(),
            "x@away.example",
            MailParameters.NONE,
            MESSAGE,
            Recipient.of(EmailAddress.of("ring1@local.example")));
    assertThat(reply.code()).isEqualTo(554);
    assertThat(reply.status()).isEqualTo("5.4.6");
  }

  @Test
  void r30AForwardedRecipientKeepsTheNameItsSenderGave() throws Exception {
    bench.receive(
        Bench.stranger(),
        "x@away.example",
        MailParameters.NONE,
        MESSAGE,
        Recipient.of(EmailAddress.of("out@local.example")));
    Recipient queued =
        bench
            .mta()
            .queue()
            .list(Optional.empty(), 1)
            .getFirst()
            .items()
            .getFirst()
            .recipients()
            .getFirst()
            .recipient();
    assertThat(queued.address()).hasToString("far@away.example");
    assertThat(queued.original().orElseThrow()).hasToString("rfc822;out@local.example");
  }

  @Test
  void whatTheContentNeedsIsKeptNotWhatWasDeclared() throws Exception {
    Recipient far = Recipient.of(EmailAddress.of("far@hub.example"));
    MailParameters both = MailParameters.NONE.with(Body.EIGHT_BIT).withUtf8(true);
    bench.receive(Bench.stranger(), "x@away.example", both, MESSAGE, far);
    bench.receive(Bench.stranger(), "x@away.example", both, "Subject: ü\r\n\r\n", far);
    bench.receive(
        Bench.stranger(), "x@away.example", MailParameters.NONE, "A: b\r\n\r\nü\r\n", far);
    assertThat(bench.mta().queue().list(Optional.empty(), 9))
        .extracting(e -> e.message().parameters().body() + " " + e.message().parameters().utf8())
        .containsExactlyInAnyOrder("SEVEN_BIT false", "EIGHT_BIT true", "EIGHT_BIT false");
  }

  @Test
  void r30SuccessIsToldWhereItWasAskedFor() throws Exception {
    bench.receive(
        Bench.loggedIn("bert@local.example"),
        "bert@local.example",
        MailParameters.NONE,
        MESSAGE,
        new Recipient(
            EmailAddress.of("anna@local.example"),
            new Notify.When(Set.of(Notify.Occasion.SUCCESS)),
            Optional.empty()));
    assertThat(bench.inbox("bert@local.example").getFirst())
        .contains("Subject: Your message was delivered", "Action: delivered", "Status: 2.0.0");
  }

  @Test
  void aRecipientThatVanishesAfterRcptIsTold() throws Exception {
    bench.receive(
        Bench.loggedIn("bert@local.example"),
        "bert@local.example",
        MailParameters.NONE,
        MESSAGE,
        ANNA,
        Recipient.of(EmailAddress.of("gone@local.example")));
    assertThat(bench.inbox("anna@local.example")).hasSize(1);
    assertThat(bench.inbox("bert@local.example").getFirst())
        .contains("Final-Recipient: rfc822; gone@local.example", "Status: 5.1.1");
    Event.Failed failed = bench.all(Event.Failed.class).getFirst();
    assertThat(failed.notice()).isPresent();
    assertThat(List.copyOf(bench.all(Event.Accepted.class)))
        .anyMatch(a -> a.source() instanceof Event.Source.Notice);
  }

  @Test
  void localSubmissionsGetTheirLineEndsRight() throws Exception {
    bench.submit("anna@local.example", "Subject: a\n\nb\rc\r\nd", "anna@local.example");
    assertThat(bench.inbox("anna@local.example").getFirst())
        .contains("Subject: a\r\n\r\nb\r\nc\r\nd\r\n")
        .contains("Received: by us.local.example (Mailroad) id ")
        .contains("\r\nMessage-ID: <");
  }

  @Test
  void a15AHelloThatIsNoNameDoesNotGetIntoTheTraceField() throws Exception {
    Client forged =
        new Client(
            Bench.endpoint("203.0.113.9"),
            Bench.endpoint("198.51.100.1"),
            new mailroad.smtp.server.Hello.Helo("x) by forged (y\r\nX-Forged: yes"),
            Optional.empty(),
            Optional.empty());
    bench.receive(forged, "x@away.example", MailParameters.NONE, MESSAGE, ANNA);
    assertThat(bench.inbox("anna@local.example").getFirst())
        .startsWith("Received: from [203.0.113.9] ([203.0.113.9])\r\n")
        .doesNotContain("orged");
  }

  @Test
  void r23LmtpHearsOfEachRecipient() throws Exception {
    Envelope envelope =
        new Envelope(
            ReversePath.parse("x@away.example").orElseThrow(),
            MailParameters.NONE,
            List.of(
                Recipient.of(EmailAddress.of("bert@local.example")),
                Recipient.of(EmailAddress.of("full@local.example")),
                Recipient.of(EmailAddress.of("vanished@local.example")),
                ANNA));
    Incoming incoming = bench.mta().reception().begin(Bench.stranger(), envelope);
    byte[] octets = MESSAGE.getBytes(StandardCharsets.US_ASCII);
    incoming.write(octets, 0, octets.length);
    assertThat(incoming.finishForEach(4))
        .extracting(Reply::code)
        .containsExactly(250, 452, 550, 250);
    assertThat(bench.inbox("bert@local.example")).hasSize(1);
    assertThat(bench.inbox("anna@local.example")).hasSize(1);
    assertThat(bench.all(Event.Accepted.class).getFirst().recipients()).hasSize(2);
    assertThat(bench.all(Event.Failed.class)).isEmpty();
  }

  @Test
  void r23LmtpWhereNobodyCanBeReached() throws Exception {
    Envelope envelope =
        new Envelope(
            new ReversePath.Nowhere(),
            MailParameters.NONE,
            List.of(
                Recipient.of(EmailAddress.of("full@local.example")),
                Recipient.of(EmailAddress.of("vanished@local.example"))));
    Incoming incoming = bench.mta().reception().begin(Bench.stranger(), envelope);
    assertThat(incoming.finishForEach(2)).extracting(Reply::code).containsExactly(452, 550);
    assertThat(bench.events()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # asked about           | VRFY      | EXPN
          anna@local.example      | 250 2.1.5 <anna@local.example> | 250 2.1.5 <anna@local.example>
          <both@local.example>    | 250 2.1.5 <both@local.example> | 250 2.1.5 <anna@local.example>; <bert@local.example>
          nobody@local.example    | 550 5.1.1 No such mailbox here | 550 5.1.1 No such mailbox here
          far@away.example        | 252 2.5.2 Cannot say; send mail and see | 252 2.5.2 Cannot say; send mail and see
          x@hub.example           | 252 2.5.2 Cannot say; send mail and see | 252 2.5.2 Cannot say; send mail and see
          a b c                   | 553 5.1.3 That is not a mailbox | 553 5.1.3 That is not a mailbox
          """)
  void r48TellsWhoMayKnow(String name, String verified, String expanded) throws Exception {
    Client anna = Bench.loggedIn("anna@local.example");
    Reply verify = bench.mta().reception().verify(anna, name);
    Reply expand = bench.mta().reception().expand(anna, name);
    assertThat(verify.code() + " " + verify.status() + " " + String.join("; ", verify.lines()))
        .isEqualTo(verified);
    assertThat(expand.code() + " " + expand.status() + " " + String.join("; ", expand.lines()))
        .isEqualTo(expanded);
  }

  @Test
  void etrnStartsTheQueueOfARelayDomainAlone() throws Exception {
    bench.receive(
        Bench.stranger(),
        "x@away.example",
        MailParameters.NONE,
        MESSAGE,
        Recipient.of(EmailAddress.of("someone@hub.example")));
    Reception reception = bench.mta().reception();
    Etrn hub = (Etrn) Command.parse("ETRN hub.example");
    assertThat(reception.startQueue(from("203.0.113.10"), hub))
        .hasToString("459 4.7.1 Node hub.example not allowed: its mail does not go to you");
    assertThat(reception.startQueue(Bench.stranger(), hub))
        .hasToString("253 2.0.0 1 pending messages for node hub.example started");
    assertThat(reception.startQueue(Bench.stranger(), hub))
        .hasToString("250 2.0.0 Queuing for node hub.example is under way");
    assertThat(reception.startQueue(Bench.stranger(), (Etrn) Command.parse("ETRN away.example")))
        .hasToString("459 4.7.1 Node away.example not allowed: it is not behind this server");
    assertThat(reception.startQueue(Bench.stranger(), (Etrn) Command.parse("ETRN @hub.example")))
        .hasToString("250 2.0.0 Queuing for node @hub.example is under way");
  }

  @Test
  void keepsHowAMessageIsToBeHandled() throws Exception {
    Handling handling =
        Handling.NONE
            .with(new DeliverBy(600, DeliverBy.Mode.NOTIFY, false))
            .withPriority(3)
            .with(TlsWish.REQUIRED);
    bench.receive(
        Bench.loggedIn("anna@local.example"),
        "anna@local.example",
        MailParameters.NONE.with(handling).with(Body.BINARY),
        "TLS-Required: No\r\n\r\n\0",
        Recipient.of(EmailAddress.of("far@away.example")));
    bench.receive(
        Bench.loggedIn("anna@local.example"),
        "anna@local.example",
        MailParameters.NONE.with(Body.BINARY),
        "TLS-Required: no\r\n\r\nx\r\n",
        Recipient.of(EmailAddress.of("far@away.example")));
    var queued =
        bench.mta().queue().list(Optional.empty(), 10).stream()
            .map(entry -> entry.message().parameters())
            .toList();
    assertThat(queued)
        .extracting(MailParameters::handling)
        .as("RFC 8689 5")
        .containsExactlyInAnyOrder(handling, Handling.NONE.with(TlsWish.NOT_REQUIRED));
    assertThat(queued)
        .extracting(MailParameters::body)
        .as("lines of ASCII need no BINARYMIME")
        .containsExactlyInAnyOrder(Body.BINARY, Body.SEVEN_BIT);
  }

  @Test
  void r30AnAliasOfSeveralIsToldOfOnceAsExpanded() throws Exception {
    bench.receive(
        Bench.loggedIn("anna@local.example"),
        "anna@local.example",
        MailParameters.NONE.withDsn(Optional.empty(), Optional.of("letter 7")),
        MESSAGE,
        new Recipient(
            EmailAddress.of("both@local.example"),
            new Notify.When(Set.of(Notify.Occasion.SUCCESS)),
            Optional.empty()));
    assertThat(bench.inbox("bert@local.example")).hasSize(1);
    assertThat(bench.inbox("anna@local.example"))
        .filteredOn(message -> message.contains("multipart/report"))
        .singleElement()
        .asString()
        .contains(
            "Action: expanded",
            "Original-Envelope-Id: letter 7",
            "Final-Recipient: rfc822; both@local.example");
  }
}
