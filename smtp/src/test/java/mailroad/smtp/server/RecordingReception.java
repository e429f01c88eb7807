package mailroad.smtp.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;

/** Takes everything and remembers it; certain names make trouble. */
final class RecordingReception implements Reception {
  /** What was taken over. */
  record Taken(Client client, Envelope envelope, String content) {}

  final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  final List<String> aborted = Collections.synchronizedList(new ArrayList<>());
  volatile Decision atConnect = Decision.accept();

  @Override
  public Decision connected(Client client) throws InterruptedException {
    return atConnect instanceof Decision.Accept ? Reception.super.connected(client) : atConnect;
  }

  @Override
  public Decision hello(Client client) {
    return client.hello().name().equals("liar.example")
        ? Decision.refuse(550, "5.7.1", "You are not")
        : Decision.accept();
  }

  @Override
  public Decision sender(Client client, ReversePath sender, MailParameters parameters) {
    return switch (sender.mailbox().map(address -> address.localPart()).orElse("")) {
      case "spammer" -> Decision.refuse(550, "5.7.1", "Not from you");
      case "away" -> Decision.refuse(421, "4.7.0", "Go away");
      case "bug" -> throw new IllegalStateException("a bug");
      default -> Decision.accept();
    };
  }

  @Override
  public Decision recipient(Client client, Envelope soFar, Recipient recipient) {
    return switch (recipient.address().localPart()) {
      case "nobody" -> Decision.refuse(550, "5.1.1", "No such mailbox");
      case "later" -> Decision.refuse(451, "4.3.0", "Not now");
      default -> Decision.accept();
    };
  }

  @Override
  public Reply verify(Client client, String name) {
    return new Reply(250, "2.1.5", "<" + name + ">");
  }

  @Override
  public Reply expand(Client client, String name) {
    return new Reply(250, "2.1.5", List.of("<a@x.example>", "<b@x.example>"));
  }

  @Override
  public Reply startQueue(Client client, Etrn etrn) {
    return etrn.node().equals("ours.example")
        ? new Reply(250, "2.0.0", "Queuing for ours.example started")
        : new Reply(459, "4.7.1", "Not for you");
  }

  @Override
  public Incoming begin(Client client, Envelope envelope) {
    String local = envelope.recipients().getFirst().address().localPart();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return new Incoming() {
      @Override
      public void write(byte[] octets, int offset, int length) {
        content.write(octets, offset, length);
      }

      @Override
      public Reply finish() {
        return switch (local) {
          case "full" -> new Reply(452, "4.3.1", "Insufficient system storage");
          case "broken" -> throw new IllegalStateException("a bug");
          default -> {
            taken.add(new Taken(client, envelope, content.toString(StandardCharsets.ISO_8859_1)));
            yield new Reply(250, "2.0.0", "OK queued as 01JC7K2M9XZ4T");
          }
        };
      }

      @Override
      public List<Reply> finishForEach(int recipients) {
        return recipients == 1
            ? List.of(finish())
            : envelope.recipients().stream()
                .map(r ->
                    r.address().localPart().equals("full")
                        ? new Reply(452, "4.2.2", "The mailbox is full")
                        : finish())
                .toList();
      }

      @Override
      public void abort() {
        aborted.add(content.toString(StandardCharsets.ISO_8859_1));
      }
    };
  }
}
