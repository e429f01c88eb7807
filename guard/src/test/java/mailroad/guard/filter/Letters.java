package mailroad.guard.filter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;

/** Messages for filters to look at. */
final class Letters {
  static final String TRACE =
      "Received: from mx.example.com ([192.0.2.7])\r\n\tby us.example (Mailroad)\r\n";
  static final String PLAIN =
      "From: s@example.com\r\nSubject: one\r\n two\r\nX-Spam-Flag: NO\r\n\r\nHello\r\n";
  static final QueueId ID = QueueId.earliest(Instant.parse("2026-01-01T00:00:00Z"));

  private Letters() {}

  /** A message from elsewhere, of this content behind our own field. */
  static Suspect incoming(String content, String... recipients) {
    return suspect(content, Optional.of(client(Optional.empty())), recipients);
  }

  /** A message of one of our users. */
  static Suspect submitted(String content) {
    return new Suspect(
        incoming(content, "b@example.org").arriving(),
        Suspect.Direction.SUBMITTED,
        Optional.empty());
  }

  /** The same as a user who logged in hands it in. */
  static Suspect byLogin(String content, String login) {
    return new Suspect(
        suspect(content, Optional.of(client(Optional.of(EmailAddress.of(login)))), "b@example.org")
            .arriving(),
        Suspect.Direction.SUBMITTED,
        Optional.empty());
  }

  /** A message that was handed in on this machine. */
  static Suspect local(String content) {
    return new Suspect(
        suspect(content, Optional.empty(), "b@example.org").arriving(),
        Suspect.Direction.SUBMITTED,
        Optional.empty());
  }

  private static Suspect suspect(String content, Optional<Client> client, String... recipients) {
    List<String> to = recipients.length == 0 ? List.of("b@example.org") : List.of(recipients);
    byte[] received = content.getBytes(StandardCharsets.UTF_8);
    byte[] trace = TRACE.getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(trace, trace.length + received.length);
    System.arraycopy(received, 0, whole, trace.length, received.length);
    Arriving arriving =
        new Arriving(
            ID,
            client,
            new Event.Source.Local("a test"),
            new Envelope(
                ReversePath.of(EmailAddress.of("s@example.com")),
                MailParameters.NONE,
                to.stream().map(address -> Recipient.of(EmailAddress.of(address))).toList()),
            Octets.of(whole),
            trace.length,
            Header.of(received),
            Instant.parse("2026-01-01T00:00:00Z"));
    return new Suspect(arriving, Suspect.Direction.INCOMING, Optional.empty());
  }

  /** The same message, at whose middle something happens. */
  static Suspect midway(Suspect suspect, Runnable event) {
    Arriving all = suspect.arriving();
    AtomicBoolean happened = new AtomicBoolean();
    Octets content =
        new Octets() {
          @Override
          public long size() {
            return all.content().size();
          }

          @Override
          public int read(long from, byte[] into, int offset, int length)
              throws java.io.IOException {
            if (from > size() / 2 && happened.compareAndSet(false, true)) {
              event.run();
            }
            return all.content().read(from, into, offset, length);
          }
        };
    return new Suspect(
        new Arriving(
            all.id(),
            all.client(),
            all.source(),
            all.envelope(),
            content,
            all.received(),
            all.header(),
            all.now()),
        suspect.direction(),
        suspect.authentication());
  }

  private static Client client(Optional<EmailAddress> login) {
    try {
      return new Client(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7}), 40_001),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 25),
          new Hello.Ehlo("mx.example.com"),
          Optional.empty(),
          login);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
