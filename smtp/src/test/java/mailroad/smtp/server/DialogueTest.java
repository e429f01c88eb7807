package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.sasl.Mechanism;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.Command;
import mailroad.smtp.Envelope;
import mailroad.smtp.RcptTo;
import mailroad.smtp.Recipient;
import mailroad.smtp.Replies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogueTest {
  private static final List<Mechanism> MECHANISMS = List.of(Mechanism.PLAIN, Mechanism.LOGIN);
  private static final InetSocketAddress FAR = new InetSocketAddress("192.0.2.1", 4321);
  private static final InetSocketAddress NEAR = new InetSocketAddress("127.0.0.1", 4321);

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Client client(InetSocketAddress from) {
    return new Client(from, FAR, new Hello.Unsaid(), Optional.empty(), Optional.empty());
  }

  private static final Client SECURED = client(FAR).with(new Client.Security("TLSv1.3", "C"));

  private static Facts facts(SmtpServerConfig config, Client client) {
    return new Facts(client, config, true, MECHANISMS, false, 0, NOW);
  }

  private static Command command(String line) {
    return Command.parse(line.strip().getBytes(StandardCharsets.UTF_8));
  }

  /** Plays a script against the table, its owner saying yes to all; the last reply's code. */
  private static int play(String script, Facts facts) {
    State state = new State.Connected();
    int code = 220;
    for (String line : script.split("; ")) {
      switch (Dialogue.next(state, command(line), facts)) {
        case Step.Say(var reply, var next) -> {
          code = reply.code();
          state = next;
        }
        case Step.Fault(var reply) -> code = reply.code();
        case Step.End(var reply) -> {
          code = reply.code();
          state = new State.Closed();
        }
        case Step.Introduce _ -> {
          code = 250;
          state = new State.Ready();
        }
        case Step.JudgeSender(var mail) -> {
          code = 250;
          state = new State.Sending(new Envelope(mail.sender(), mail.parameters()));
        }
        case Step.JudgeRecipient(var soFar, var rcpt) -> {
          code = 250;
          state = new State.Addressed(soFar.with(rcpt.on(new Domain("mx.example"))));
        }
        case Step.Receive _ -> {
          code = 354;
          state = new State.Ready();
        }
        case Step.Secure() -> {
          code = 220;
          state = new State.Connected();
        }
        case Step.LogIn _ -> code = 334;
        case Step.TakeChunk(var envelope, _, var last) -> {
          code = 250;
          state = last ? new State.Ready() : new State.Chunking(envelope);
        }
        case Step.SkipChunk(_, var reply) -> code = reply.code();
        case Step.Verify _, Step.Expand _, Step.StartQueue _ -> code = 250;
        case Step.Impersonate _ -> {
          code = 220;
          state = new State.Connected();
        }
      }
    }
    return code;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EHLO c                                             | 500 | RFC 2033 4.1
          HELO c                                             | 500 | RFC 2033 4.1
          LHLO c; MAIL FROM:<>                               | 250 | RFC 2033 4.1
          LHLO c; MAIL FROM:<>; DATA                         | 503 | RFC 2033 4.2
          LHLO c; ETRN e.example                             | 502 | RFC 1985
          """)
  void speaksLmtpInOrder(String script, int code, String section) {
    assertThat(play(script, facts(Configs.lmtp(), client(FAR)))).as(section).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM:<> HOLDFOR=86400                         | 250 | RFC 4865
          MAIL FROM:<> HOLDFOR=2678401                       | 501 | RFC 4865 4: a month at most
          MAIL FROM:<> HOLDUNTIL=2026-11-30T00:00:00Z        | 250 | RFC 4865
          MAIL FROM:<> HOLDUNTIL=2027-11-30T00:00:00Z        | 501 | RFC 4865 4
          MAIL FROM:<> HOLDFOR=60 BY=60;N                    | 501 | RFC 4865 4: due before it goes
          MAIL FROM:<> HOLDFOR=60 BY=61;N                    | 250 | RFC 4865 4
          MAIL FROM:<> REQUIRETLS                            | 250 | RFC 8689 4
          """)
  void holdsMailOfUsersBack(String script, int code, String section) {
    Client joe = SECURED.with(EmailAddress.of("joe@example.org"));
    Facts facts = facts(Configs.submission(PlaintextLogin.NEVER), joe);
    assertThat(play("EHLO c; " + script, facts)).as(section).isEqualTo(code);
  }

  @Test
  void boundsTheDomainsOfOneMessage() {
    SmtpLimits limits = new SmtpLimits(2048, 4096, 1000, 65_536, 0, 100, 2, 5, 4, 5, 30, 2);
    String hello = "EHLO c; MAIL FROM:<>; RCPT TO:<a@a.example>; RCPT TO:<b@b.example>; ";
    Facts facts = facts(Configs.mta(limits), client(FAR));
    assertThat(play(hello + "RCPT TO:<c@c.example>", facts)).as("RFC 9422 4.3").isEqualTo(452);
    assertThat(play(hello + "RCPT TO:<c@B.example>", facts)).isEqualTo(250);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the client says, in order                             | last reply | RFC 5321 section
          NOOP                                                    | 250 | 4.1.1.9
          RSET                                                    | 250 | 4.1.1.5
          VRFY joe                                                | 252 | 7.3
          EXPN list                                               | 252 | 7.3
          HELP                                                    | 214 | 4.1.1.8
          QUIT                                                    | 221 | 4.1.1.10
          GET / HTTP/1.1                                          | 554 | 3.1
          DATA                                                    | 503 | 4.1.4
          MAIL FROM:<>                                            | 503 | 4.1.4
          RCPT TO:<d@e.example>                                   | 503 | 4.1.4
          RSET; MAIL FROM:<>                                      | 503 | 4.1.4
          HELO c; MAIL FROM:<>                                    | 250 | 4.1.1.1
          EHLO c; MAIL FROM:<>                                    | 250 | 4.5.5
          EHLO c; RCPT TO:<d@e.example>                           | 503 | 4.1.1.3
          EHLO c; DATA                                            | 503 | 4.1.1.4
          EHLO c; MAIL FROM:<>; DATA                              | 554 | 3.3
          EHLO c; MAIL FROM:<>; MAIL FROM:<>                      | 503 | 4.1.4
          EHLO c; MAIL FROM:<>; RSET; MAIL FROM:<>                | 250 | 4.1.1.5
          EHLO c; MAIL FROM:<>; EHLO c; MAIL FROM:<>              | 250 | 4.1.4
          EHLO c; MAIL FROM:<>; NOOP; RCPT TO:<d@e.example>       | 250 | 4.1.1.9
          EHLO c; MAIL FROM:<>; VRFY x; RCPT TO:<d@e.example>     | 250 | 4.1.4
          EHLO c; MAIL FROM:<>; RCPT TO:<postmaster>              | 250 | 4.5.1
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; DATA       | 354 | 4.1.1.4
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; DATA; DATA | 503 | 4.1.1.4
          EHLO c; MAIL FROM:<>; RCPT TO:<грета@e.example>         | 553 | RFC 6531
          EHLO c; MAIL FROM:<> SMTPUTF8; RCPT TO:<грета@e.example> | 250 | RFC 6531
          EHLO c; MAIL FROM:<> SIZE=1000000                       | 250 | RFC 1870
          EHLO c; MAIL FROM:<> SIZE=1000001                       | 552 | RFC 1870
          EHLO c; STARTTLS                                        | 220 | RFC 3207
          EHLO c; STARTTLS; MAIL FROM:<>                          | 503 | RFC 3207
          EHLO c; AUTH PLAIN                                      | 502 | RFC 4954
          LHLO c                                                  | 500 | RFC 2033 4.1
          BDAT 1                                                  | 503 | RFC 3030 2
          EHLO c; BDAT 1                                          | 503 | RFC 3030 2
          EHLO c; MAIL FROM:<>; BDAT 1                            | 554 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1     | 250 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1; DATA | 503 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1; MAIL FROM:<> | 503 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1; RCPT TO:<d@e.example> | 503 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1; NOOP; BDAT 1 | 250 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1; RSET; MAIL FROM:<> | 250 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT 1 LAST; BDAT 1 | 503 | RFC 3030 2
          EHLO c; MAIL FROM:<>; RCPT TO:<d@e.example>; BDAT x      | 501 | RFC 3030 2
          EHLO c; MAIL FROM:<> BODY=BINARYMIME; RCPT TO:<d@e.example>; DATA | 503 | RFC 3030 3
          EHLO c; MAIL FROM:<> REQUIRETLS                         | 555 | RFC 8689 4: not in the clear
          EHLO c; MAIL FROM:<> HOLDFOR=60                         | 555 | RFC 4865 3: submission alone
          EHLO c; MAIL FROM:<> BY=60;R MT-PRIORITY=3              | 250 | RFC 2852, RFC 6710
          ETRN e.example                                          | 503 | RFC 1985
          EHLO c; ETRN e.example                                  | 250 | RFC 1985
          EHLO c; MAIL FROM:<>; ETRN e.example                    | 503 | RFC 1985 5.3
          EHLO c; XCLIENT ADDR=192.0.2.9                          | 550 | A22
          """)
  void answersInOrder(String script, int code, String section) {
    assertThat(play(script, facts(Configs.mta(), client(FAR)))).as(section).isEqualTo(code);
  }

  @Test
  void startTlsIsOfferedOnce() {
    assertThat(play("EHLO c; STARTTLS", facts(Configs.mta(), SECURED))).isEqualTo(503);
    Facts without = new Facts(client(FAR), Configs.mta(), false, MECHANISMS, false, 0, NOW);
    assertThat(play("EHLO c; STARTTLS", without)).isEqualTo(502);
  }

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "NEVER,far,538",
    "NEVER,near,538",
    "NEVER,tls,334",
    "LOOPBACK,far,538",
    "LOOPBACK,near,334",
    "ALWAYS,far,334"
  })
  void passwordsComeOnlyFromWhereTheyMayA9(PlaintextLogin policy, String from, int code) {
    Client client =
        switch (from) {
          case "near" -> client(NEAR);
          case "far" -> client(FAR);
          default -> SECURED;
        };
    Facts facts = facts(Configs.submission(policy), client);
    assertThat(play("EHLO c; AUTH PLAIN", facts)).isEqualTo(code);
    assertThat(facts.offersLogin()).isEqualTo(code == 334);
  }

  @Test
  void authHasItsPlace() {
    SmtpServerConfig config = Configs.submission(PlaintextLogin.NEVER);
    assertThat(play("AUTH PLAIN", facts(config, SECURED))).isEqualTo(503);
    Client known = SECURED.with(EmailAddress.of("joe@example.org"));
    assertThat(play("EHLO c; AUTH PLAIN", facts(config, known))).isEqualTo(503);
    assertThat(play("EHLO c; MAIL FROM:<>; AUTH PLAIN", facts(config, known))).isEqualTo(503);
    assertThat(play("EHLO c; MAIL FROM:<>", facts(config, known))).isEqualTo(250);
  }

  @Test
  void submissionWantsALoginFirst() {
    SmtpServerConfig config = Configs.submission(PlaintextLogin.NEVER);
    State ready = new State.Ready();
    Command mail = command("MAIL FROM:<joe@example.org>");
    assertThat(Dialogue.next(ready, mail, facts(config, SECURED)))
        .isEqualTo(new Step.Fault(Replies.LOGIN_FIRST));
    assertThat(Dialogue.next(ready, mail, facts(config, client(FAR))))
        .isEqualTo(new Step.Fault(Replies.STARTTLS_FIRST));
  }

  @Test
  void oneRecipientTooManyBelongsInAnotherTransactionR22() {
    Envelope envelope =
        new Envelope(new mailroad.kernel.ReversePath.Nowhere(), mailroad.smtp.MailParameters.NONE);
    for (int i = 0; i < 100; i++) {
      envelope = envelope.with(Recipient.of(EmailAddress.of("r" + i + "@example.org")));
    }
    RcptTo one = (RcptTo) command("RCPT TO:<more@example.org>");
    assertThat(Dialogue.next(new State.Addressed(envelope), one, facts(Configs.mta(), client(FAR))))
        .isEqualTo(new Step.Say(Replies.TOO_MANY_RECIPIENTS, new State.Addressed(envelope)));
  }

  @Test
  void messagesPerSessionAreBounded() {
    Facts facts = new Facts(client(FAR), Configs.mta(), true, MECHANISMS, false, 5, NOW);
    assertThat(Dialogue.next(new State.Ready(), command("MAIL FROM:<>"), facts))
        .isEqualTo(new Step.End(Replies.TOO_MANY_MESSAGES));
  }

  @Test
  void ehloOffersWhatCanBeHadNow() {
    SmtpServerConfig config = Configs.submission(PlaintextLogin.NEVER);
    Client introduced = client(FAR).with(new Hello.Ehlo("c"));
    assertThat(welcome(config, introduced)).contains("STARTTLS").doesNotContain("AUTH PLAIN LOGIN");
    Client secured = SECURED.with(new Hello.Ehlo("c"));
    assertThat(welcome(config, secured)).contains("AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
    assertThat(welcome(config, secured.with(EmailAddress.of("a@b.example"))))
        .doesNotContain("AUTH PLAIN LOGIN");
    assertThat(welcome(Configs.mta(), secured)).doesNotContain("AUTH PLAIN LOGIN");
    assertThat(welcome(config, client(FAR).with(new Hello.Helo("c"))))
        .containsExactly("mx.example");
  }

  private static List<String> welcome(SmtpServerConfig config, Client client) {
    Reply reply = Welcome.to(new Domain("mx.example"), client.hello(), facts(config, client));
    assertThat(reply.code()).isEqualTo(250);
    return reply.lines();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # hello, tls, login, utf8, protocol (RFC 3848, RFC 6531 section 4.3)
          HELO, false, false, false, SMTP
          HELO, true,  false, false, SMTP
          EHLO, false, false, false, ESMTP
          EHLO, true,  false, false, ESMTPS
          EHLO, false, true,  false, ESMTPA
          EHLO, true,  true,  false, ESMTPSA
          EHLO, false, false, true,  UTF8SMTP
          EHLO, true,  false, true,  UTF8SMTPS
          EHLO, false, true,  true,  UTF8SMTPA
          EHLO, true,  true,  true,  UTF8SMTPSA
          """)
  void namesTheProtocol(String hello, boolean tls, boolean login, boolean utf8, String name) {
    Client client = tls ? SECURED : client(FAR);
    client = login ? client.with(EmailAddress.of("a@b.example")) : client;
    client = client.with(hello.equals("EHLO") ? new Hello.Ehlo("c") : new Hello.Helo("c"));
    assertThat(client.protocol(utf8)).isEqualTo(name);
  }
}
