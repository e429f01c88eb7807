package mailroad.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.Body;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to hosts that cannot take them as they are (R38, R39). */
class FittingTest {
  private static final String ANNA = "anna@local.example";
  private static final String PLAIN_EHLO = "250-fake\r\n250 PIPELINING";
  private static final String EIGHT_BIT =
      """
      DKIM-Signature: v=1
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Subject: hello

      Grüße, und sonst so gut wie nichts
      """;

  private final Bench bench = new Bench();
  private FakeMx host;

  @BeforeEach
  void open() throws Exception {
    host = bench.exchanger("127.0.0.31", 0);
    bench.routing(
        new RoutingConfigBuilder().loopback(25).smarthost("[127.0.0.31]:" + host.port()).build());
    bench.start();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private QueueId sendBinary(String content) throws Exception {
    bench.receive(
        Bench.loggedIn(ANNA),
        ANNA,
        MailParameters.NONE.with(Body.BINARY),
        content,
        Recipient.of(EmailAddress.of("bert@b.example")));
    return bench.all(Event.Accepted.class).getLast().message();
  }

  @Test
  void r38EightBitTextIsCodedForAHostThatWantsSeven() throws Exception {
    host.says("EHLO", PLAIN_EHLO);
    QueueId id = bench.send(ANNA, EIGHT_BIT, new String[] {"bert@b.example"});
    bench.await(id, Event.Relayed.class);
    assertThat(host.messages().getFirst())
        .contains("Content-Transfer-Encoding: quoted-printable\r\n")
        .endsWith("Gr=C3=BC=C3=9Fe, und sonst so gut wie nichts\r\n");
    assertThat(host.heard("MAIL").getFirst()).doesNotContain("BODY");
    assertThat(bench.await(id, Event.Attempted.class).dialogue())
        .as("DKIM breaks, and that is noted")
        .anyMatch(line -> line.contains("made 7-bit, by which its DKIM signature holds no more"));
  }

  @Test
  void r38ItGoesAsItIsToAHostThatTakesEight() throws Exception {
    QueueId id = bench.send(ANNA, EIGHT_BIT, new String[] {"bert@b.example"});
    bench.await(id, Event.Relayed.class);
    assertThat(host.messages().getFirst()).endsWith("Grüße, und sonst so gut wie nichts\r\n");
    assertThat(host.heard("MAIL").getFirst()).contains("BODY=8BITMIME");
  }

  @Test
  void r38BinaryContentBecomesBase64() throws Exception {
    QueueId id = sendBinary("MIME-Version: 1.0\r\nContent-Type: image/x\r\n\r\n\0\n\r");
    bench.await(id, Event.Relayed.class);
    assertThat(host.messages().getFirst())
        .endsWith("Content-Transfer-Encoding: base64\r\n\r\nAAoN\r\n");
    assertThat(host.heard("MAIL").getFirst()).doesNotContain("BODY");
  }

  @Test
  void r38WhatCannotBeCodedIsReturned() throws Exception {
    host.says("EHLO", PLAIN_EHLO);
    QueueId id = sendBinary("Content-Type: message/partial; id=x\r\n\r\n\0");
    Event.Failed failed = bench.await(id, Event.Failed.class);
    assertThat(failed.reply().status()).isEqualTo("5.6.1");
    assertThat(failed.reply().text()).contains("BINARYMIME", "message/partial");
    assertThat(host.heard("MAIL")).isEmpty();
  }

  @Test
  void r39AHeaderInUtf8IsReturnedRatherThanDamaged() throws Exception {
    host.says("EHLO", "250-fake\r\n250 8BITMIME");
    QueueId id = bench.send(ANNA, "Subject: Grüße\n\nx\n", new String[] {"bert@b.example"});
    assertThat(bench.await(id, Event.Failed.class).reply().status()).isEqualTo("5.6.7");
    assertThat(host.messages()).isEmpty();
  }
}
