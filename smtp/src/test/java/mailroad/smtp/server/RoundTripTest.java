package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.client.Content;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.Login;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.Security;
import mailroad.smtp.client.SmtpClient;
import mailroad.smtp.client.SmtpClientConfig;
import mailroad.smtp.client.SmtpSession;
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client with our server: what one sends the other takes, octet for octet. */
class RoundTripTest {
  private static final Tls.Handshake TLS = Tls.client(ClientTrust.any(), "mx.example");

  private static SmtpSession open(Port port, Security security, Optional<Login> login)
      throws Exception {
    var connection = Port.world().network().connect(port.listener.address(), Port.PATIENCE);
    SmtpClient client =
        new SmtpClient(Port.world(), SmtpClientConfig.DEFAULT, new Domain("me.example"));
    return ((Opening.Opened) client.open(connection, security, login)).session();
  }

  private static Content content(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Content() {
      @Override
      public long octets() {
        return octets.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(octets);
      }
    };
  }

  /** Lines with dots at their starts, empty ones, long ones, any octet but CR and LF. */
  private static String randomContent(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(400);
    for (int i = 0; i < lines; i++) {
      text.append(".".repeat(random.nextInt(3)));
      int length = random.nextInt(5) == 0 ? 998 : random.nextInt(80);
      for (int j = 0; j < length; j++) {
        char c = (char) random.nextInt(256);
        text.append(c == '\r' || c == '\n' ? '.' : c);
      }
      text.append("\r\n");
    }
    return text.toString();
  }

  @ParameterizedTest(name = "TLS {0}")
  @ValueSource(booleans = {false, true})
  void carriesAnyContentUnchanged(boolean tls) throws Exception {
    Random random = new Random(42);
    Security security = tls ? new Security.Required(TLS) : new Security.None();
    Envelope envelope =
        new Envelope(
            new ReversePath.Nowhere(),
            MailParameters.NONE.with(Body.EIGHT_BIT),
            List.of(Recipient.of(EmailAddress.of("b@mx.example"))));
    for (int round = 0; round < 8; round++) {
      try (Port port = new Port(Configs.mta());
          SmtpSession session = open(port, security, Optional.empty())) {
        for (int i = 0; i < 5; i++) {
          String text = randomContent(random);
          List<Delivery> deliveries = session.send(envelope, content(text));
          assertThat(deliveries.getFirst().outcome()).isInstanceOf(Outcome.Delivered.class);
          assertThat(port.reception.taken.getLast().content()).isEqualTo(text);
        }
        session.quit();
      }
    }
  }

  @Test
  void carriesTheWholeEnvelopeThroughALogin() throws Exception {
    try (Port port = new Port(Configs.submission(PlaintextLogin.NEVER));
        SmtpSession session =
            open(port, new Security.Required(TLS), Optional.of(new Login("joe", "secret")))) {
      Envelope envelope =
          new Envelope(
                  ReversePath.of(EmailAddress.of("\"a b\"@me.example")),
                  MailParameters.NONE
                      .with(Body.EIGHT_BIT)
                      .withUtf8(true)
                      .withDsn(Optional.of(Return.FULL), Optional.of("id=1+2"))
                      .withAuth(ReversePath.of(EmailAddress.of("joe@example.org"))))
              .with(
                  new Recipient(
                      EmailAddress.of("иван@bücher.example"),
                      Notify.parse("SUCCESS,FAILURE").orElseThrow(),
                      Optional.of(new OriginalRecipient("utf-8", "иван@bücher.example"))))
              .with(Recipient.of(EmailAddress.of("b@[IPv6:2001:db8::1]")));
      assertThat(session.dialogue()).contains("C: AUTH SCRAM-SHA-256-PLUS ***");
      session.send(envelope, content("x\r\n"));
      var taken = port.message();
      assertThat(taken.envelope())
          .isEqualTo(
              new Envelope(
                  envelope.sender(), envelope.parameters().withSize(3), envelope.recipients()));
      assertThat(taken.client().protocol(true)).isEqualTo("UTF8SMTPSA");
    }
  }

  @Test
  void logsInByToken() throws Exception {
    try (Port port = new Port(Configs.submission(PlaintextLogin.NEVER));
        SmtpSession session =
            open(
                port,
                new Security.Required(TLS),
                Optional.of(Login.byToken("joe", "joes-token")))) {
      assertThat(session.dialogue()).contains("C: AUTH OAUTHBEARER ***");
    }
  }

  @Test
  void manyRecipientsGoInGroups() throws Exception {
    Envelope envelope = new Envelope(new ReversePath.Nowhere(), MailParameters.NONE);
    for (int i = 0; i < 250; i++) {
      String local = i % 60 == 59 ? "nobody" : "a-rather-long-local-part-" + i;
      envelope = envelope.with(Recipient.of(EmailAddress.of(local + "@mx.example")));
    }
    try (Port port = new Port(Configs.mta());
        SmtpSession session = open(port, new Security.None(), Optional.empty())) {
      List<Delivery> deliveries = session.send(envelope, content("x\r\n"));
      assertThat(deliveries).hasSize(250);
      assertThat(deliveries.stream().filter(d -> d.outcome() instanceof Outcome.Delivered))
          .hasSize(99);
      assertThat(deliveries.stream().filter(d -> d.outcome() instanceof Outcome.Refused))
          .hasSize(1);
      assertThat(deliveries.stream().filter(d -> d.outcome() instanceof Outcome.Postponed))
          .hasSize(150);
      assertThat(port.message().envelope().recipients()).hasSize(99);
    }
  }
}
