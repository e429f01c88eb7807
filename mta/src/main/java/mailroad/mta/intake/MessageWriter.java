package mailroad.mta.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Report;
import mailroad.mta.intake.ForgedResults.Cleaned;
import mailroad.mta.intake.IntakeConfig.HeaderFrom;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a message to a blob as it comes: our trace field, what a submission lacks, and then the octets just as
 * they were. The header section is kept in memory until it is whole, since what is put in front depends on it;
 * everything after it goes straight through. Used by one task.
 */
final class MessageWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWriter.class);
  private static final int MESSAGE_ID_CHARACTERS_MAX = 998;

  private final IntakeConfig config;
  private final Blobs.Writer blob;
  private final Front front;
  private final Shape shape = new Shape();
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(2048);
  private boolean headWhole;
  private int lineOctets;
  private boolean lineEndsInCr;
  private boolean tlsNotRequired;
  private boolean headEightBit;
  private Optional<Reply> refusal = Optional.empty();
  private String messageIdField = "";
  private Header header = Header.of(new byte[0]);

  /**
   * What goes in front.
   *
   * @param trace our Received field
   * @param fixed whether a missing Date and Message-ID are added (RFC 6409 section 8)
   * @param author whom its From or Sender field must name; empty where it may name anybody
   * @param fields writes addresses in the header section anew
   * @param forgedResults takes out what others say under our name; empty for whom we trust
   */
  record Front(
      String trace,
      boolean fixed,
      Optional<Author> author,
      Domain hostname,
      QueueId id,
      Instant now,
      Optional<FieldRewriter> fields,
      Optional<ForgedResults> forgedResults) {}

  /** Who handed a message in, and what belongs to it. */
  record Author(EmailAddress login, Ownership ownership) {}

  MessageWriter(IntakeConfig config, Blobs.Writer blob, Front front) {
    this.config = config;
    this.blob = blob;
    this.front = front;
  }

  /**
   * A message as written.
   *
   * @param binary whether it is not lines of text: NUL, a bare CR or LF, or a line beyond 998 octets (RFC 2045
   *     section 2.9)
   * @param tlsNotRequired whether it says {@code TLS-Required: No} (RFC 8689 section 5)
   */
  record Written(
      BlobId blob,
      long octets,
      boolean eightBit,
      boolean binary,
      boolean headEightBit,
      boolean tlsNotRequired,
      String messageIdField,
      Header header) {}

  /** Takes octets. */
  void write(byte[] octets, int offset, int length) throws StoreException {
    if (refusal.isPresent()) {
      return;
    }
    int at = offset;
    int end = offset + length;
    shape.look(octets, offset, end);
    while (!headWhole && refusal.isEmpty() && at < end) {
      takeOfHead(octets[at++]);
    }
    if (at < end && refusal.isEmpty()) {
      blob.write(octets, at, end - at);
    }
  }

  private void takeOfHead(byte octet) throws StoreException {
    head.write(octet);
    if (octet == '\n') {
      boolean empty = lineOctets == 0 || lineOctets == 1 && lineEndsInCr;
      lineOctets = 0;
      if (empty) {
        endHead();
      }
    } else {
      lineOctets++;
    }
    lineEndsInCr = octet == '\r';
    if (!headWhole && head.size() > config.headerOctetsMax()) {
      refusal =
          Optional.of(
              new Reply(
                  554,
                  "5.6.0",
                  "The header section is longer than %d octets"
                      .formatted(config.headerOctetsMax())));
    }
  }

  private void endHead() throws StoreException {
    headWhole = true;
    byte[] octets = cleaned(head.toByteArray());
    headEightBit = Shape.eightBit(octets);
    header = Header.of(octets, MimeLimits.DEFAULT);
    if (header.count("Received") >= config.hopsMax()) {
      // RFC 5321 section 6.3: so many hops are a circle.
      refusal =
          Optional.of(
              new Reply(554, "5.4.6", "More than %d hops: a circle".formatted(config.hopsMax())));
      return;
    }
    boolean ours =
        front.author().isEmpty()
            || front.author().get().ownership().speaksFor(front.author().get().login(), header);
    if (!ours && config.headerFrom() == HeaderFrom.OWN) {
      refusal =
          Optional.of(
              new Reply(
                  550,
                  "5.7.1",
                  "Neither From nor Sender is an address of "
                      + front.author().orElseThrow().login()));
      return;
    }
    tlsNotRequired =
        header
            .value("TLS-Required")
            .filter(value -> value.strip().equalsIgnoreCase("No"))
            .isPresent();
    messageIdField =
        header
            .value("Message-ID")
            .map(value -> value.substring(0, Math.min(value.length(), MESSAGE_ID_CHARACTERS_MAX)))
            .orElse("");
    writeText(front.trace());
    if (front.fixed()) {
      fix(header);
    }
    if (!ours && header.count("Sender") == 0) {
      writeText("Sender: <" + front.author().orElseThrow().login() + ">\r\n");
    }
    if (header.fields().stream().findFirst().map(Field::name).filter(String::isEmpty).isPresent()) {
      // It has no header section at all: without a line between, its first line would pass for one
      // of ours.
      writeText("\r\n");
    }
    writeHead(octets);
    head.reset();
  }

  private byte[] cleaned(byte[] octets) {
    if (front.forgedResults().isEmpty()) {
      return octets;
    }
    Cleaned cleaned = front.forgedResults().get().clean(octets);
    if (cleaned.removed() > 0) {
      LOG.warn("event=forged-results queue-id={} fields-removed={}", front.id(), cleaned.removed());
    }
    return cleaned.header();
  }

  /** A header section with more fields than are read stays as it is. */
  private void writeHead(byte[] octets) throws StoreException {
    int at = 0;
    if (front.fields().isPresent() && !header.cut()) {
      for (Field field : header.fields()) {
        byte[] anew = front.fields().get().rewrite(field);
        blob.write(anew, 0, anew.length);
        at = (int) field.to();
      }
    }
    blob.write(octets, at, octets.length - at);
  }

  private void fix(Header header) throws StoreException {
    if (header.count("Date") == 0) {
      writeText("Date: " + Report.date(front.now()) + "\r\n");
    }
    if (header.count("Message-ID") == 0) {
      messageIdField = "<%s@%s>".formatted(front.id(), front.hostname());
      writeText("Message-ID: " + messageIdField + "\r\n");
    }
  }

  private void writeText(String text) throws StoreException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    blob.write(octets, 0, octets.length);
  }

  /** Why the message is not taken, once that is known. */
  Optional<Reply> refusal() {
    return refusal;
  }

  /** Blocks until all is on disk. Not to be called on a refused message. */
  Written finish() throws StoreException {
    if (!headWhole) {
      // The message ended within its header section, which RFC 5322 section 2.1 allows.
      endHead();
    }
    if (refusal.isPresent()) {
      throw new IllegalStateException("the message is refused: " + refusal.get());
    }
    long octets = blob.written();
    return new Written(
        blob.finish(),
        octets,
        shape.eightBit(),
        shape.binary(),
        headEightBit,
        tlsNotRequired,
        messageIdField,
        header);
  }

  /** Drops what was written, unless it was finished. */
  @Override
  public void close() {
    blob.close();
  }
}
