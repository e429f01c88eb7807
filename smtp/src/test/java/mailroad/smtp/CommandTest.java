package mailroad.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private static Command parse(String line) {
    return Command.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsCommandsInAnyCaseWithSpaceAtTheirEnd() {
    assertThat(parse("data")).isEqualTo(new Data());
    assertThat(parse("RsEt  ")).isEqualTo(new Rset());
    assertThat(parse("QUIT ")).isEqualTo(new Quit());
    assertThat(parse("StartTls")).isEqualTo(new StartTls());
    assertThat(parse("NOOP whatever you like")).isEqualTo(new Noop());
    assertThat(parse("HELP MAIL")).isEqualTo(new Help());
    assertThat(parse("ehlo [192.0.2.1]")).isEqualTo(new Ehlo("[192.0.2.1]"));
    assertThat(parse("HELO my_pc ")).isEqualTo(new Helo("my_pc"));
    assertThat(parse("VRFY joe")).isEqualTo(new Vrfy("joe"));
    assertThat(parse("EXPN list")).isEqualTo(new Expn("list"));
    assertThat(parse("bdat 10")).isEqualTo(new Bdat(OptionalLong.of(10), false));
    assertThat(parse("BDAT 0 last")).isEqualTo(new Bdat(OptionalLong.of(0), true));
    assertThat(parse("ETRN Example.ORG")).isEqualTo(new Etrn(new Domain("example.org"), false));
    assertThat(parse("ETRN @example.org")).isEqualTo(new Etrn(new Domain("example.org"), true));
    assertThat(parse("LHLO c.example")).isEqualTo(new Lhlo("c.example"));
    assertThat(parse("AUTH plain AGE=")).isEqualTo(new Auth("PLAIN", Optional.of("AGE=")));
    assertThat(parse("AUTH LOGIN")).isEqualTo(new Auth("LOGIN", Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # parameter                      | as it is written again
          BY=120;R                         | 120;R
          by=+5;nt                         | 5;NT
          BY=-30;N                         | -30;N
          HOLDFOR=86400                    | HOLDFOR=86400
          HOLDUNTIL=2026-12-24T18:00:00Z   | HOLDUNTIL=2026-12-24T18:00:00Z
          HOLDUNTIL=2026-12-24T18:00:00+01:00 | HOLDUNTIL=2026-12-24T17:00:00Z
          MT-PRIORITY=-9                   | -9
          MT-PRIORITY=0                    | 0
          MT-PRIORITY=4                    | 4
          REQUIRETLS                       | REQUIRED
          """)
  void readsHowAMessageIsToBeHandled(String parameter, String written) {
    assertThat(parse("MAIL FROM:<> " + parameter))
        .isInstanceOfSatisfying(
            MailFrom.class,
            mail -> {
              Handling handling = mail.parameters().handling();
              assertThat(
                      handling
                          .deliverBy()
                          .map(Object::toString)
                          .or(() -> handling.release().map(Object::toString))
                          .orElse(
                              handling.tls() == TlsWish.UNSAID
                                  ? "" + handling.priority()
                                  : "" + handling.tls()))
                  .isEqualTo(written);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # parameter                                  | RFC
          BY=120                                       | 2852
          BY=0;R                                       | 2852: by 0 seconds nothing can be returned
          BY=-1;R                                      | 2852
          BY=1234567890;N                              | 2852: nine digits
          BY=1;X                                       | 2852
          HOLDFOR=0                                    | 4865
          HOLDFOR=-1                                   | 4865
          HOLDFOR=1234567890                           | 4865
          HOLDUNTIL=tomorrow                           | 4865
          HOLDUNTIL=2026-12-24                         | 4865
          HOLDFOR=5 HOLDUNTIL=2026-12-24T18:00:00Z     | 4865: one of them
          MT-PRIORITY=10                               | 6710
          MT-PRIORITY=-0                               | 6710
          MT-PRIORITY=+1                               | 6710
          MT-PRIORITY=                                 | 6710
          REQUIRETLS=YES                               | 8689
          BODY=BINARY                                  | 3030
          """)
  void refusesWrongHandling(String parameter, String why) {
    assertThat(parse("MAIL FROM:<> " + parameter))
        .as(why)
        .isInstanceOfSatisfying(
            Malformed.class, bad -> assertThat(bad.reply().code()).isEqualTo(501));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # MAIL                                    | sender (RFC 5321 section 4.1.2)
          MAIL FROM:<>                              | <>
          mail from:<joe@example.org>               | <joe@example.org>
          MAIL FROM: <joe@example.org>              | <joe@example.org>
          MAIL FROM:<"joe q"@example.org>           | <"joe q"@example.org>
          MAIL FROM:<"a>b"@example.org>             | <"a>b"@example.org>
          MAIL FROM:<"a\\"b"@example.org>           | <"a\\"b"@example.org>
          MAIL FROM:<joe@[192.0.2.1]>               | <joe@[192.0.2.1]>
          MAIL FROM:<joe@[IPv6:2001:db8::1]>        | <joe@[IPv6:2001:db8:0:0:0:0:0:1]>
          MAIL FROM:<@a.example:joe@example.org>    | <joe@example.org>
          MAIL FROM:<@a,@[IPv6:::1],@c:joe@d.example> | <joe@d.example>
          MAIL FROM:<грета@example.org> SMTPUTF8    | <грета@example.org>
          MAIL FROM:<joe@bücher.example> SMTPUTF8   | <joe@xn--bcher-kva.example>
          """)
  void readsSenders(String line, String sender) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            MailFrom.class, mail -> assertThat(mail.sender()).hasToString(sender));
  }

  @Test
  void readsWhomAProxySpeaksFor() throws Exception {
    assertThat(
            parse(
                "XCLIENT NAME=c.example ADDR=IPV6:2001:db8::1 PORT=4321 PROTO=SMTP HELO=c+2Bd"
                    + " LOGIN=joe@example.org DESTADDR=198.51.100.1 DESTPORT=25"))
        .isEqualTo(
            new XClient(
                Optional.of("c.example"),
                Optional.of(InetAddress.getByName("2001:db8::1")),
                OptionalInt.of(4321),
                Optional.of(false),
                Optional.of("c+d"),
                Optional.of(EmailAddress.of("joe@example.org")),
                Optional.of(InetAddress.getByName("198.51.100.1")),
                OptionalInt.of(25)));
    assertThat(parse("XCLIENT NAME=[UNAVAILABLE] ADDR=[TEMPUNAVAIL] PROTO=ESMTP"))
        .isEqualTo(
            new XClient(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BDAT", "BDAT -1", "BDAT x", "BDAT 1 FIRST", "BDAT 1 LAST 2", "BDAT 1LAST"})
  void aChunkWhoseLengthCannotBeReadHasNone(String line) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(Bdat.class, bdat -> assertThat(bdat.octets()).isEmpty());
    assertThat(parse("BDAT 9999999999999999999999"))
        .isInstanceOfSatisfying(Bdat.class, bdat -> assertThat(bdat.octets()).isEmpty());
  }

  @Test
  void readsAllParametersOfMail() {
    Command command =
        parse(
            "MAIL FROM:<> size=123 BODY=8bitmime SMTPUTF8 RET=hdrs ENVID=a+20b AUTH=joe@x.example");
    assertThat(command)
        .isEqualTo(
            new MailFrom(
                new ReversePath.Nowhere(),
                MailParameters.NONE
                    .withSize(123)
                    .with(Body.EIGHT_BIT)
                    .withUtf8(true)
                    .withDsn(Optional.of(Return.HDRS), Optional.of("a b"))
                    .withAuth(ReversePath.of(EmailAddress.of("joe@x.example")))));
    assertThat(parse("MAIL FROM:<> AUTH=<> SIZE=99999999999999999999"))
        .isEqualTo(
            new MailFrom(
                new ReversePath.Nowhere(),
                MailParameters.NONE.withSize(Long.MAX_VALUE).withAuth(new ReversePath.Nowhere())));
  }

  @Test
  void readsAllParametersOfRcpt() {
    assertThat(parse("RCPT TO:<joe@example.org> NOTIFY=NEVER ORCPT=rfc822;jo+2Be@example.org"))
        .isEqualTo(
            new RcptTo(
                Optional.of(EmailAddress.of("joe@example.org")),
                new Notify.Never(),
                Optional.of(new OriginalRecipient("rfc822", "jo+e@example.org")),
                false));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"RCPT TO:<postmaster>", "RCPT TO:<Postmaster>", "rcpt to:<POSTMASTER>"})
  void postmasterNeedsNoDomainR36(String line) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            RcptTo.class,
            rcpt ->
                assertThat(rcpt.on(new Domain("mx.example.org")).address())
                    .hasToString("postmaster@mx.example.org"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "RCPT TO:<@a.example:user@c.example>,user@c.example",
    "'RCPT TO:<@a.example,@b.example:user@c.example>',user@c.example"
  })
  void sourceRoutesAreTakenOffR34(String line, String address) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            RcptTo.class, rcpt -> assertThat(rcpt.address()).contains(EmailAddress.of(address)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # line                                    | reply
          ``                                        | 500 5.5.2
          FROBNICATE                                | 500 5.5.1
          EHLO                                      | 501 5.5.4
          EHLO two words                            | 501 5.5.4
          EHLO bücher.example                       | 501 5.5.4
          HELO                                      | 501 5.5.4
          VRFY                                      | 501 5.5.4
          DATA now                                  | 501 5.5.4
          RSET x                                    | 501 5.5.4
          QUIT x                                    | 501 5.5.4
          STARTTLS x                                | 501 5.5.4
          AUTH                                      | 501 5.5.4
          AUTH PLAIN a b                            | 501 5.5.4
          ETRN                                      | 501 5.5.4
          ETRN #queue                               | 501 5.5.4
          LHLO                                      | 501 5.5.4
          XCLIENT                                   | 501 5.5.4
          XCLIENT COLOR=red                         | 501 5.5.4
          XCLIENT ADDR=1.2.3.4 ADDR=1.2.3.5         | 501 5.5.4
          XCLIENT ADDR=mail.example                 | 501 5.5.4
          XCLIENT ADDR=999.1.1.1                    | 501 5.5.4
          XCLIENT NAME=a+0D+0AX-Evil:+20b           | 501 5.5.4
          RCPT TO:<joe@XN--A>                       | 553 5.1.3
          XCLIENT PORT=70000                        | 501 5.5.4
          XCLIENT PROTO=HTTP                        | 501 5.5.4
          MAIL                                      | 501 5.5.4
          MAIL FROM                                 | 501 5.5.4
          MAIL FROM:                                | 501 5.5.4
          MAIL FROM:joe@example.org                 | 501 5.5.4
          MAIL FROM:a b c                           | 501 5.5.4
          MAIL FROM:<joe@example.org                | 501 5.5.4
          MAIL FROM:<joe@example.org>SIZE=1         | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE=1 SIZE=2 | 501 5.5.4
          MAIL FROM:<joe@example.org> =1            | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE=         | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE          | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE=x        | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE=-1       | 501 5.5.4
          MAIL FROM:<joe@example.org> SIZE=111111111111111111111 | 501 5.5.4
          MAIL FROM:<joe@example.org> SMTPUTF8=yes  | 501 5.5.4
          MAIL FROM:<joe@example.org> RET=SOME      | 501 5.5.4
          MAIL FROM:<joe@example.org> ENVID=a+      | 501 5.5.4
          MAIL FROM:<joe@example.org> AUTH=joe      | 501 5.5.4
          MAIL FROM:<joe@example.org> COLOUR=red    | 555 5.5.4
          MAIL FROM:<joe>                           | 553 5.1.7
          MAIL FROM:<<>>                            | 501 5.5.4
          MAIL FROM:<a@b@c>                         | 553 5.1.7
          MAIL FROM:<.joe@example.org>              | 553 5.1.7
          MAIL FROM:<joe@-x.example>                | 553 5.1.7
          MAIL FROM:<@a.example>                    | 501 5.5.4
          MAIL FROM:<@:joe@example.org>             | 501 5.5.4
          MAIL FROM:<@a,:joe@example.org>           | 501 5.5.4
          MAIL FROM:<@a,b:joe@example.org>          | 501 5.5.4
          MAIL FROM:<грета@example.org>             | 553 5.6.7
          MAIL FROM:<joe@bücher.example>            | 553 5.6.7
          RCPT TO:<>                                | 553 5.1.3
          RCPT TO:<joe>                             | 553 5.1.3
          RCPT TO:<postmaster@>                     | 553 5.1.3
          RCPT FROM:<joe@example.org>               | 501 5.5.4
          RCPT TO:<joe@example.org> NOTIFY=         | 501 5.5.4
          RCPT TO:<joe@example.org> NOTIFY          | 501 5.5.4
          RCPT TO:<joe@example.org> NOTIFY=NEVER,DELAY | 501 5.5.4
          RCPT TO:<joe@example.org> ORCPT=joe       | 501 5.5.4
          RCPT TO:<joe@example.org> SIZE=1          | 555 5.5.4
          """)
  void refuses(String line, String reply) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> assertThat(malformed.reply().toString()).startsWith(reply));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "POST /x HTTP/1.0",
        "Host: mx.example.org",
        "Content-Type: text/plain",
        "PROXY TCP4 192.0.2.1 198.51.100.1 4321 25",
        "\u0016\u0003\u0001\u0002\u0000",
        "<xml>",
        " MAIL FROM:<>"
      })
  void tellsOtherProtocolsFromMistakesA3(String line) {
    assertThat(parse(line)).isEqualTo(new Foreign());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"MAIL FROM:<a\0@b.example>", "NOOP\0", "EHLO a\rb", "NOOP \u0007", "EHLO\ta"})
  void refusesControlCharacters(String line) {
    assertThat(parse(line)).isEqualTo(new Malformed(Replies.CONTROL_CHARACTER));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] line = "NOOP \u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Command.parse(line)).isEqualTo(new Malformed(Replies.NOT_UTF8));
  }

  @Test
  void doesNotShowSecrets() {
    assertThat(parse("AUTH PLAIN c2VjcmV0")).hasToString("Auth[PLAIN]");
  }

  @Test
  void neverThrowsWhateverComes() {
    Random random = new Random(5321);
    String[] starts = {
      "",
      "EHLO ",
      "HELO ",
      "MAIL FROM:<",
      "RCPT TO:<",
      "MAIL FROM:<a@b.example> ",
      "AUTH ",
      "VRFY ",
      "RCPT TO:<a@b.example> NOTIFY=",
      "RCPT TO:<a@b.example> ORCPT=utf-8;",
      "MAIL FROM:<@",
      "MAIL FROM:<\""
    };
    String pieces = "<>@:,;=\"\\[]+ \t.aZ9-é\0\r";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(starts[random.nextInt(starts.length)]);
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        line.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      assertThat(parse(line.toString())).isNotNull();
      byte[] octets = new byte[random.nextInt(60)];
      random.nextBytes(octets);
      assertThat(Command.parse(octets)).isNotNull();
    }
  }

  @Test
  void readsALongLineInLinearTimeA6() {
    String quotes = "\"\\".repeat(100_000);
    assertThat(parse("MAIL FROM:<" + quotes)).isInstanceOf(Malformed.class);
    assertThat(parse("MAIL FROM:<@" + "a,@".repeat(100_000))).isInstanceOf(Malformed.class);
    assertThat(parse("MAIL FROM:<a@b.example>" + " x".repeat(100_000)))
        .isInstanceOf(Malformed.class);
  }
}
