package mailroad.mta.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Seal;
import mailroad.mta.intake.MessageWriter.Front;
import mailroad.mta.intake.MessageWriter.Written;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.TlsWish;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** Takes messages that are handed in on this machine, as by a command or by another part of this program. */
public final class Submission {
  private static final int BLOCK_OCTETS = 16_384;

  private final World world;
  private final IntakeConfig config;
  private final Domain hostname;
  private final Blobs blobs;
  private final Acceptance acceptance;
  private final Judging judging;

  /** Submission on the server of this name. */
  public Submission(
      World world,
      IntakeConfig config,
      Domain hostname,
      Blobs blobs,
      Acceptance acceptance,
      Gate gate,
      Seal seal) {
    this.world = world;
    this.config = config;
    this.hostname = hostname;
    this.blobs = blobs;
    this.acceptance = acceptance;
    this.judging = new Judging(blobs, gate, seal, acceptance);
  }

  /** What came of it. */
  public sealed interface Result {
    /** This server answers for the message now. */
    record Accepted(QueueId id) implements Result {}

    /** Nothing is left of the message. */
    record Refused(Reply reply) implements Result {}
  }

  /**
   * Takes a message.
   *
   * @param content header section and body; lines may end in LF alone
   * @param by who hands it in
   * @throws IOException if the content cannot be read
   */
  public Result submit(
      ReversePath sender, List<Recipient> recipients, InputStream content, String by)
      throws IOException, InterruptedException {
    if (recipients.isEmpty()) {
      return new Result.Refused(new Reply(554, "5.5.1", "No recipients"));
    }
    QueueId id = acceptance.ids().next();
    String trace = Trace.received(hostname, id, world.now());
    Front front =
        new Front(
            trace,
            true,
            Optional.empty(),
            hostname,
            id,
            world.now(),
            Optional.of(acceptance.rewriter().fields()),
            Optional.empty());
    try (MessageWriter writer = new MessageWriter(config, blobs.write(), front)) {
      copy(content, writer);
      if (writer.refusal().isPresent()) {
        return new Result.Refused(writer.refusal().get());
      }
      Written written = writer.finish();
      MailParameters parameters =
          MailParameters.NONE
              .with(written.eightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT)
              .withUtf8(written.headEightBit())
              .with(
                  Handling.NONE.with(
                      written.tlsNotRequired() ? TlsWish.NOT_REQUIRED : TlsWish.UNSAID));
      Rewriter.Addressed addressed =
          acceptance.rewriter().rewrite(new Envelope(sender, parameters, recipients));
      Letter letter =
          new Letter(
              id,
              addressed.envelope(),
              written.blob(),
              written.octets(),
              new Event.Source.Local(by),
              written.messageIdField(),
              written.header(),
              addressed,
              Judgement.pass(addressed.envelope()));
      long received = trace.getBytes(StandardCharsets.UTF_8).length;
      Reply reply =
          switch (judging.judge(letter, Optional.empty(), received, true)) {
            case Judging.Judged.Fit(var judged) -> acceptance.accept(judged);
            case Judging.Judged.Unfit(var refusal) -> refusal;
          };
      return reply.kind() == Reply.Kind.DONE ? new Result.Accepted(id) : new Result.Refused(reply);
    } catch (StoreException e) {
      return new Result.Refused(Acceptance.trouble(e));
    }
  }

  /** Copies with each line end, be it CR, LF or both, made CRLF: nothing else may ever be sent (RFC 5321 section 2.3.8). */
  private static void copy(InputStream content, MessageWriter writer)
      throws IOException, StoreException {
    byte[] in = new byte[BLOCK_OCTETS];
    byte[] out = new byte[2 * BLOCK_OCTETS];
    boolean afterCr = false;
    int last = '\n';
    for (int n = content.read(in); n >= 0; n = content.read(in)) {
      int used = 0;
      for (int i = 0; i < n; i++) {
        byte octet = in[i];
        if (octet == '\r' || octet == '\n' && !afterCr) {
          out[used++] = '\r';
          out[used++] = '\n';
        } else if (octet != '\n') {
          out[used++] = octet;
        }
        afterCr = octet == '\r';
        last = octet;
      }
      writer.write(out, 0, used);
    }
    if (last != '\n' && last != '\r') {
      writer.write(new byte[] {'\r', '\n'}, 0, 2);
    }
  }
}
