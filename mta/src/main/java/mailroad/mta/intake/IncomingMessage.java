package mailroad.mta.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.gate.Judgement;
import mailroad.mta.intake.IntakeConfig.HeaderFrom;
import mailroad.mta.intake.MessageWriter.Front;
import mailroad.mta.intake.MessageWriter.Written;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.TlsWish;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Incoming;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** One message on its way in. Used by the session's task. */
final class IncomingMessage implements Incoming {
  private final Place place;
  private final Client client;
  private final Rewriter.Addressed addressed;
  private final QueueId id;
  private final Instant began;
  private Optional<MessageWriter> writer = Optional.empty();
  private Optional<StoreException> trouble = Optional.empty();

  /**
   * Where messages come in.
   *
   * @param isOurs whether what a client sends begins its way here
   */
  record Place(
      World world,
      IntakeConfig config,
      Domain hostname,
      Blobs blobs,
      Acceptance acceptance,
      Judging judging,
      Predicate<Client> isOurs,
      Ownership ownership,
      ForgedResults forgedResults) {}

  private final long traceOctets;

  IncomingMessage(Place place, Client client, Envelope envelope) {
    this.place = place;
    this.client = client;
    this.addressed = place.acceptance().rewriter().rewrite(envelope);
    this.began = place.world().now();
    this.id = place.acceptance().ids().next();
    String trace =
        Trace.received(
            client,
            envelope.parameters().utf8(),
            place.hostname(),
            id,
            envelope.recipients(),
            began);
    this.traceOctets = trace.getBytes(StandardCharsets.UTF_8).length;
    Front front =
        new Front(
            trace,
            fixes(),
            author(),
            place.hostname(),
            id,
            began,
            fieldRewriter(),
            forgedResults());
    try {
      writer = Optional.of(new MessageWriter(place.config(), place.blobs().write(), front));
    } catch (StoreException e) {
      trouble = Optional.of(e);
    }
  }

  private boolean fixes() {
    return client.login().isPresent() && place.config().fixSubmissions();
  }

  private Optional<FieldRewriter> fieldRewriter() {
    return client.login().map(_ -> place.acceptance().rewriter().fields());
  }

  private Optional<ForgedResults> forgedResults() {
    return Optional.of(place.forgedResults())
        .filter(forged -> !forged.trusts(client.remote().getAddress()));
  }

  /** Whom a submission must name; nobody where it may name anybody. */
  private Optional<MessageWriter.Author> author() {
    return client
        .login()
        .filter(_ -> place.config().headerFrom() != HeaderFrom.ANY)
        .map(login -> new MessageWriter.Author(login, place.ownership()));
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
  public Reply finish() throws InterruptedException {
    return finish(letter -> List.of(place.acceptance().accept(letter)), 1).getFirst();
  }

  @Override
  public List<Reply> finishForEach(int recipients) throws InterruptedException {
    return recipients == 1
        ? List.of(finish())
        : finish(letter -> forEach(letter, recipients), recipients);
  }

  /** Where a filter changed the recipients, one answer counts for all that the client named. */
  private List<Reply> forEach(Letter letter, int recipients) {
    return letter.envelope().recipients().equals(addressed.envelope().recipients())
            && recipients == letter.envelope().recipients().size()
        ? place.acceptance().acceptForEach(letter)
        : Collections.nCopies(recipients, place.acceptance().accept(letter));
  }

  private List<Reply> finish(Function<Letter, List<Reply>> take, int answers)
      throws InterruptedException {
    try {
      Optional<Reply> no =
          trouble.map(Acceptance::trouble).or(() -> writer.orElseThrow().refusal());
      if (no.isPresent()) {
        return Collections.nCopies(answers, no.get());
      }
      return switch (judged(letter(writer.orElseThrow()))) {
        case Judging.Judged.Fit(var letter) -> take.apply(letter);
        case Judging.Judged.Unfit(var reply) -> Collections.nCopies(answers, reply);
      };
    } catch (StoreException e) {
      return Collections.nCopies(answers, Acceptance.trouble(e));
    } finally {
      abort();
    }
  }

  private Judging.Judged judged(Letter letter) throws StoreException, InterruptedException {
    boolean begins = client.login().isPresent() || place.isOurs().test(client);
    return place.judging().judge(letter, Optional.of(client), traceOctets, begins);
  }

  private Letter letter(MessageWriter content) throws StoreException {
    Written written = content.finish();
    Envelope envelope = addressed.envelope();
    return new Letter(
        id,
        new Envelope(envelope.sender(), parameters(written), envelope.recipients()),
        written.blob(),
        written.octets(),
        source(),
        written.messageIdField(),
        written.header(),
        addressed,
        Judgement.pass(addressed.envelope()));
  }

  /** What the content really needs: declarations are kept no longer than they are true, so that more hosts can take it. */
  private MailParameters parameters(Written written) {
    MailParameters said = addressed.envelope().parameters();
    return said.with(body(said.body(), written))
        .withUtf8(said.utf8() && written.headEightBit())
        .with(handling(said.handling(), written));
  }

  private static Body body(Body said, Written written) {
    if (said == Body.BINARY && written.binary()) {
      return Body.BINARY;
    }
    return written.eightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT;
  }

  /** Times were said before the content came; what the header says of TLS counts where MAIL says nothing. */
  private Handling handling(Handling said, Written written) {
    Handling now = said.after(Duration.between(began, place.world().now()).toSeconds());
    return written.tlsNotRequired() && now.tls() == TlsWish.UNSAID
        ? now.with(TlsWish.NOT_REQUIRED)
        : now;
  }

  private Event.Source source() {
    return new Event.Source.Smtp(
        client.remote(),
        client.hello().name(),
        client.protocol(addressed.envelope().parameters().utf8()),
        client.tls().map(Client.Security::toString).orElse(""),
        client.login());
  }

  @Override
  public void abort() {
    writer.ifPresent(MessageWriter::close);
  }
}
