package mailroad.mta.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.SevenBit;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Seal;
import mailroad.smtp.Body;
import mailroad.smtp.server.Client;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has messages judged that are whole, signs those that begin their way here, coded for seven bits where the seal wants
 * that, and writes what that puts in front of
 * them. Any number of tasks may use it.
 */
final class Judging {
  private static final Logger LOG = LoggerFactory.getLogger(Judging.class);
  private static final int BLOCK_OCTETS = 65_536;

  private final Blobs blobs;
  private final Gate gate;
  private final Seal seal;
  private final Acceptance acceptance;

  Judging(Blobs blobs, Gate gate, Seal seal, Acceptance acceptance) {
    this.blobs = blobs;
    this.gate = gate;
    this.seal = seal;
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
    Header header = judgement.content().isPresent() ? header(body) : letter.header();
    Letter judged = letter.with(judgement);
    if (!begins) {
      return new Judged.Fit(finished(judged, judgement.fields(), header, body));
    }
    Optional<SevenBit> coded = coded(judged, header, body);
    return coded.isPresent()
        ? new Judged.Fit(sealedCoded(judged, judgement.fields(), coded.get()))
        : new Judged.Fit(sealed(judged, judgement.fields(), header, body));
  }

  private Letter sealed(Letter letter, List<String> fields, Header header, Octets body)
      throws StoreException {
    List<String> front = new ArrayList<>(fields);
    front.addAll(seal.seal(body, header));
    return finished(letter, front, header, body);
  }

  /** The letter with this in front, in a blob of its own where anything changed; its old one is forgotten then. */
  private Letter finished(Letter letter, List<String> front, Header header, Octets body)
      throws StoreException {
    if (front.isEmpty() && letter.judgement().content().isEmpty()) {
      return letter;
    }
    Letter anew = letter.with(header, write(front, body), octets(front) + body.size());
    blobs.forget(letter.blob());
    return anew;
  }

  /** What is written anew before it is signed; empty where it stays as it is, and where it cannot be. */
  private Optional<SevenBit> coded(Letter letter, Header header, Octets body)
      throws StoreException {
    if (letter.envelope().parameters().body() == Body.SEVEN_BIT) {
      return Optional.empty();
    }
    try {
      return new Fitting(seal).coded(body, header);
    } catch (IOException e) {
      throw new StoreException("cannot read the message back", e);
    }
  }

  /** Signing reads a message at any place: the coded one lies in a blob for as long as that takes. */
  private Letter sealedCoded(Letter letter, List<String> fields, SevenBit coded)
      throws StoreException {
    BlobId draft = write(coded);
    try {
      Octets body = new BlobOctets(blobs, draft, coded.size());
      Header header = header(body);
      List<String> front = new ArrayList<>(fields);
      front.addAll(seal.seal(body, header));
      BlobId blob = write(front, body);
      blobs.forget(letter.blob());
      return letter.asSevenBit().with(header, blob, octets(front) + body.size());
    } finally {
      blobs.forget(draft);
    }
  }

  private BlobId write(SevenBit coded) throws StoreException {
    try (Blobs.Writer writer = blobs.write();
        InputStream in = coded.open()) {
      byte[] block = new byte[BLOCK_OCTETS];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        writer.write(block, 0, n);
      }
      return writer.finish();
    } catch (IOException e) {
      throw new StoreException("cannot read the message back", e);
    }
  }

  private static Header header(Octets message) throws StoreException {
    try {
      return Header.read(message, 0, message.size(), MimeLimits.DEFAULT);
    } catch (IOException e) {
      throw new StoreException("cannot read what a filter made of the message", e);
    }
  }

  private static long octets(List<String> fields) {
    return fields.stream().mapToLong(field -> octets(field).length).sum();
  }

  private static byte[] octets(String field) {
    return field.getBytes(StandardCharsets.UTF_8);
  }

  private BlobId write(List<String> fields, Octets body) throws StoreException {
    try (Blobs.Writer writer = blobs.write()) {
      for (String field : fields) {
        byte[] octets = octets(field);
        writer.write(octets, 0, octets.length);
      }
      byte[] block = new byte[(int) Math.min(BLOCK_OCTETS, body.size())];
      for (long at = 0; at < body.size(); ) {
        int n = body.read(at, block, 0, block.length);
        if (n <= 0) {
          throw new StoreException("the message ends at octet %d".formatted(at));
        }
        writer.write(block, 0, n);
        at += n;
      }
      return writer.finish();
    } catch (IOException e) {
      throw new StoreException("cannot read the message back", e);
    }
  }
}
