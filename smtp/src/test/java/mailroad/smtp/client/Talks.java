package mailroad.smtp.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;

/** What the tests of our side of a session share. */
final class Talks {
  private Talks() {}

  static final Tls.Handshake ANY = Tls.client(ClientTrust.any(), "mx.example");
  static final Security CLEAR = new Security.None();
  static final String HELLO =
      """
      S: 220 mx.example ESMTP
      C: EHLO me.example
      """;
  static final String PLAIN_HELLO = HELLO + "S: 250 mx.example\n";
  static final String PIPELINING_HELLO =
      HELLO + "S: 250-mx.example\nS: 250-PIPELINING\nS: 250 SIZE 1000\n";

  static Envelope envelope(String... recipients) {
    Envelope envelope =
        new Envelope(ReversePath.of(EmailAddress.of("a@me.example")), MailParameters.NONE);
    for (String recipient : recipients) {
      envelope = envelope.with(Recipient.of(EmailAddress.of(recipient)));
    }
    return envelope;
  }

  static Content content(String text) {
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

  static SmtpClientConfig config(Duration timeout, int recipientsMax) {
    return new SmtpClientConfig(
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        timeout,
        512,
        10,
        true,
        recipientsMax,
        40);
  }

  static Opening open(FakeServer server, Security security, Optional<Login> login)
      throws IOException, InterruptedException {
    return open(server, security, login, config(FakeServer.PATIENCE, 100));
  }

  static Opening open(
      FakeServer server, Security security, Optional<Login> login, SmtpClientConfig config)
      throws IOException, InterruptedException {
    Connection connection = server.connect();
    return new SmtpClient(server.world(), config, new Domain("me.example"))
        .open(connection, security, login);
  }

  static SmtpSession opened(FakeServer server) throws Exception {
    return ((Opening.Opened) open(server, CLEAR, Optional.empty())).session();
  }

  /** What became of each recipient, as text such as {@code b@x Delivered 250}. */
  static List<String> send(SmtpSession session, Envelope envelope, String text) throws Exception {
    List<String> said = new ArrayList<>();
    for (Delivery delivery : session.send(envelope, content(text))) {
      said.add(delivery.recipient().address().localPart() + " " + say(delivery.outcome()));
    }
    return said;
  }

  static String say(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered(var reply) -> "delivered " + reply;
      case Outcome.Refused(var stage, var reply) -> "refused at %s: %s".formatted(stage, reply);
      case Outcome.Unsendable(var reply) -> "unsendable " + reply.code() + " " + reply.status();
      case Outcome.Postponed(var reply) -> "postponed " + reply.code();
      case Outcome.Lost(var stage, var reason) -> "lost at %s".formatted(stage);
      case Outcome.Doubtful(var reason) -> "doubtful";
    };
  }

  static List<String> play(String script, Envelope envelope, String text) throws Exception {
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      return send(session, envelope, text);
    }
  }
}
