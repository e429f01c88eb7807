package mailroad.mta.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.SevenBit;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.gate.Seal;
import mailroad.smtp.Body;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * Signs messages that begin their way here, and writes them to the store. They are made fit for seven bits first, where the
 * seal wants that (RFC 6376 section 5.3): what a host on the way would have to do to them later would break their signatures.
 * Holds no state; blocks.
 *
 * @param seal signs them
 */
record Sealing(Blobs blobs, Seal seal) {
  private static final int BLOCK_OCTETS = 65_536;

  /**
   * A message as it lies in the store.
   *
   * @param octets size of the blob
   * @param header its header section, without what was put in front
   */
  record Written(BlobId blob, long octets, Header header) {}

  /**
   * The message coded for seven bits and signed, in a blob of its own; empty where it stays as it is, and where it cannot be
   * coded, such as for a header field in UTF-8.
   *
   * @param fields that stand in front of it besides
   * @param declared what its envelope says of it
   */
  Optional<Written> coded(List<String> fields, Octets message, Header header, Body declared)
      throws StoreException {
    if (declared == Body.SEVEN_BIT || !seal.wantsSevenBit(header)) {
      return Optional.empty();
    }
    try {
      return SevenBit.of(message, MimeLimits.DEFAULT) instanceof SevenBit.Result.Done(var coded)
          ? Optional.of(sealedCoded(fields, coded))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Signing reads a message at any place: the coded one lies in a blob for as long as that takes. */
  private Written sealedCoded(List<String> fields, SevenBit coded) throws StoreException {
    BlobId draft = write(coded);
    try {
      Octets body = new BlobOctets(blobs, draft, coded.size());
      return sealed(fields, body, header(body));
    } finally {
      blobs.forget(draft);
    }
  }

  /** The message as it is, signed, in a blob of its own. */
  Written sealed(List<String> fields, Octets message, Header header) throws StoreException {
    return write(front(fields, message, header), message, header);
  }

  /** What comes in front of a message: these fields, and its signatures. */
  List<String> front(List<String> fields, Octets message, Header header) {
    List<String> front = new ArrayList<>(fields);
    front.addAll(seal.seal(message, header));
    return front;
  }

  /** Writes a message with this in front. */
  Written write(List<String> front, Octets message, Header header) throws StoreException {
    try (Blobs.Writer writer = blobs.write()) {
      for (String field : front) {
        byte[] octets = field.getBytes(StandardCharsets.UTF_8);
        writer.write(octets, 0, octets.length);
      }
      byte[] block = new byte[(int) Math.min(BLOCK_OCTETS, message.size())];
      for (long at = 0; at < message.size(); ) {
        int n = message.read(at, block, 0, block.length);
        if (n <= 0) {
          throw new StoreException("the message ends at octet %d".formatted(at));
        }
        writer.write(block, 0, n);
        at += n;
      }
      long octets = writer.written();
      return new Written(writer.finish(), octets, header);
    } catch (IOException e) {
      throw unreadable(e);
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
      throw unreadable(e);
    }
  }

  /** The header section of a message in the store. */
  static Header header(Octets message) throws StoreException {
    try {
      return Header.read(message, 0, message.size(), MimeLimits.DEFAULT);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static StoreException unreadable(IOException cause) {
    return new StoreException("cannot read the message back", cause);
  }
}
