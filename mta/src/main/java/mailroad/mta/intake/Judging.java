package mailroad.mta.intake;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Seal;
import mailroad.smtp.server.Client;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has messages judged that are whole, signs those that begin their way here, and writes what that puts in front of them. Any
 * number of tasks may use it.
 */
final class Judging {
  private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

  private final Blobs blobs;
  private final Gate gate;
  private final Sealing sealing;
  private final Acceptance acceptance;

  Judging(Blobs blobs, Gate gate, Seal seal, Acceptance acceptance) {
    this.blobs = blobs;
    this.gate = gate;
    this.sealing = new Sealing(blobs, seal);
    this.acceptance = acceptance;
  }

  /** What came of it. */
  sealed interface Judged {
    /** To be taken over. */
    record Fit(Letter letter) implements Judged {}

    /** Nothing is left of it. */
    record Unfit(Reply reply) implements Judged {}
  }

  /**
   * Judges a letter that lies in the store.
   *
   * @param client who sends it; empty for what is handed in on this machine
   * @param received where its octets as they came begin
   * @param begins whether its way begins here, so that it is signed
   */
  Judged judge(Letter letter, Optional<Client> client, long received, boolean begins)
      throws StoreException, InterruptedException {
    Octets content = new BlobOctets(blobs, letter.blob(), letter.octets());
    Judgement judgement =
        gate.judge(
            new Arriving(
                letter.id(),
                client,
                letter.source(),
                letter.said(),
                letter.envelope(),
                content,
                received,
                letter.header(),
                acceptance.now()));
    if (judgement.refusal().isPresent()) {
      LOG.info(
          "event=refused queue-id={} reply=\"{}\" verdict=\"{}\"",
          letter.id(),
          Text.visible(judgement.refusal().get().toString()),
          Text.visible(judgement.verdict()));
      acceptance.refused(letter.id(), judgement);
      blobs.forget(letter.blob());
      return new Judged.Unfit(judgement.refusal().get());
    }
    Octets body = judgement.content().orElse(content);
    Header header = judgement.content().isPresent() ? Sealing.header(body) : letter.header();
    Letter judged = letter.with(judgement);
    if (!begins) {
      return new Judged.Fit(finished(judged, judgement.fields(), header, body));
    }
    Optional<Sealing.Written> coded =
        sealing.coded(judgement.fields(), body, header, judged.envelope().parameters().body());
    return coded.isPresent()
        ? new Judged.Fit(instead(judged.asSevenBit(), coded.get()))
        : new Judged.Fit(
            finished(judged, sealing.front(judgement.fields(), body, header), header, body));
  }

  /** The letter with this in front, in a blob of its own where anything changed. */
  private Letter finished(Letter letter, List<String> front, Header header, Octets body)
      throws StoreException {
    return front.isEmpty() && letter.judgement().content().isEmpty()
        ? letter
        : instead(letter, sealing.write(front, body, header));
  }

  /** The letter with other content; its old blob is forgotten. */
  private Letter instead(Letter letter, Sealing.Written written) {
    blobs.forget(letter.blob());
    return letter.with(written.header(), written.blob(), written.octets());
  }
}
