package mailroad.mta.intake;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.intake.MessageWriter.Front;
import mailroad.mta.intake.MessageWriter.Written;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Incoming;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** One message on its way in. Used by the session's task. */
final class IncomingMessage implements Incoming {
  private final Acceptance acceptance;
  private final Client client;
  private final Envelope envelope;
  private final QueueId id;
  private Optional<MessageWriter> writer = Optional.empty();
  private Optional<StoreException> trouble = Optional.empty();

  IncomingMessage(
      World world,
      IntakeConfig config,
      Domain hostname,
      Blobs blobs,
      Acceptance acceptance,
      Client client,
      Envelope envelope) {
    this.acceptance = acceptance;
    this.client = client;
    this.envelope = envelope;
    this.id = QueueId.next(world);
    boolean submitted = client.login().isPresent() && config.fixSubmissions();
    String trace =
        Trace.received(
            client, envelope.parameters().utf8(), hostname, id, envelope.recipients(), world.now());
    Front front = new Front(trace, submitted, hostname, id, world.now());
    try {
      writer = Optional.of(new MessageWriter(config, blobs.write(), front));
    } catch (StoreException e) {
      trouble = Optional.of(e);
    }
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    if (writer.isPresent() && trouble.isEmpty()) {
      try {
        writer.get().write(octets, offset, length);
      } catch (StoreException e) {
        trouble = Optional.of(e);
      }
    }
  }

  @Override
  public Reply finish() {
    try {
      return trouble.isPresent() ? Acceptance.trouble(trouble.get()) : accept(writer.orElseThrow());
    } finally {
      abort();
    }
  }

  private Reply accept(MessageWriter content) {
    try {
      if (content.refusal().isPresent()) {
        return content.refusal().get();
      }
      Written written = content.finish();
      Letter letter =
          new Letter(
              id,
              new Envelope(envelope.sender(), parameters(written), envelope.recipients()),
              written.blob(),
              written.octets(),
              source(),
              written.messageIdField());
      return acceptance.accept(letter);
    } catch (StoreException e) {
      return Acceptance.trouble(e);
    }
  }

  /** What the content really needs: declarations are kept no longer than they are true, so that more hosts can take it. */
  private MailParameters parameters(Written written) {
    return envelope
        .parameters()
        .with(written.eightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT)
        .withUtf8(envelope.parameters().utf8() && written.headEightBit());
  }

  private Event.Source source() {
    return new Event.Source.Smtp(
        client.remote(),
        client.hello().name(),
        client.protocol(envelope.parameters().utf8()),
        client.tls().map(Client.Security::toString).orElse(""),
        client.login());
  }

  @Override
  public void abort() {
    writer.ifPresent(MessageWriter::close);
  }
}
