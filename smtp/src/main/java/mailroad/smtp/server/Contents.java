package mailroad.smtp.server;

import java.io.IOException;
import java.util.Optional;
import mailroad.smtp.Envelope;
import mailroad.smtp.server.ContentReceiver.Received;
import mailroad.smtp.server.SmtpServerConfig.Role;
import mailroad.wire.Wire;

/** Takes the content of a session's messages, behind DATA or in chunks. Used by one task. */
final class Contents {
  private final Session.Parts parts;
  private final Wire wire;
  private Optional<Chunks> chunks = Optional.empty();

  Contents(Session.Parts parts, Wire wire) {
    this.parts = parts;
    this.wire = wire;
  }

  /** Takes what follows 354. */
  Received data(Client client, Envelope envelope) throws IOException, InterruptedException {
    Incoming incoming = parts.reception().begin(client, envelope);
    return new ContentReceiver(parts.world(), wire, parts.config())
        .receive(incoming, answers(envelope));
  }

  /** Takes a chunk, the first of a message or a further one; empty where more are to come. */
  Optional<Received> chunk(Client client, Envelope envelope, long octets, boolean last)
      throws IOException, InterruptedException {
    if (chunks.isEmpty()) {
      chunks =
          Optional.of(
              new Chunks(
                  parts.world(),
                  wire,
                  parts.config(),
                  parts.reception().begin(client, envelope),
                  envelope.parameters().body(),
                  answers(envelope)));
    }
    Optional<Received> received = chunks.get().take(octets, last);
    if (received.isPresent()) {
      forget();
    }
    return received;
  }

  /** Reads a chunk that nobody wants; false if it is too long even for that. */
  boolean skip(long octets) throws IOException {
    return Chunks.skip(parts.world(), wire, parts.config(), octets);
  }

  /** Forgets what has come in chunks so far. */
  void forget() {
    chunks.ifPresent(Chunks::close);
    chunks = Optional.empty();
  }

  private int answers(Envelope envelope) {
    return parts.config().role() == Role.LMTP ? envelope.recipients().size() : 1;
  }
}
