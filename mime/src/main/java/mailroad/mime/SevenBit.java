package mailroad.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/**
 * A message written anew for a hop that takes no octets above 127, or nothing but lines: bodies that are not such get a
 * transfer encoding, all else stays as it is, the tree of its parts above all (RFC 6152 section 3, RFC 3030 section 4,
 * RFC 2045 section 6). Signatures over what is coded hold no more.
 *
 * <p>What is to be done is found out in one pass ({@link SevenBitPlan}); the octets come piece by piece as they are
 * read, never held whole. Any number of streams may be open at once.
 */
public final class SevenBit {
  private final Octets message;
  private final List<Piece> pieces;
  private final boolean signed;
  private final long size;

  SevenBit(Octets message, List<Piece> pieces, boolean signed) throws IOException {
    this.message = message;
    this.pieces = List.copyOf(pieces);
    this.signed = signed;
    this.size = count();
  }

  /** What came of it. */
  public sealed interface Result {
    /** It can be sent so. */
    record Done(SevenBit message) implements Result {}

    /**
     * It cannot be coded.
     *
     * @param why for people
     */
    record Impossible(String why) implements Result {}
  }

  /** What stands in the new message, in order. */
  sealed interface Piece {
    /** Octets of our own. */
    record Text(byte[] octets) implements Piece {}

    /** Octets of the message as they are. */
    record Copy(long from, long to) implements Piece {}

    /** Octets of the message, coded. */
    record Coded(long from, long to, Coding coding) implements Piece {}
  }

  /** How octets are written. */
  enum Coding {
    /** RFC 2045 section 6.7. */
    QUOTED_PRINTABLE,
    /** RFC 2045 section 6.8. */
    BASE64,
    /** Octets above 127 become {@code ?}: for what is no content, such as the preamble of a multipart. */
    MASKED
  }

  /**
   * Finds out how a message can be written so.
   *
   * @throws IOException if the machine fails
   */
  public static Result of(Octets message, MimeLimits limits) throws IOException {
    return new SevenBitPlan(message).of(Structure.read(message, limits));
  }

  /** How many octets it has. */
  public long size() {
    return size;
  }

  /** Whether it bears a DKIM signature, which does not hold any more. */
  public boolean breaksSignature() {
    return signed;
  }

  /** The octets from the first. */
  public InputStream open() {
    return new PiecesStream(pieces.iterator());
  }

  /** One piece after the other. */
  private final class PiecesStream extends InputStream {
    private final Iterator<Piece> left;
    private InputStream piece = InputStream.nullInputStream();

    PiecesStream(Iterator<Piece> left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int n = piece.read(into, offset, length);
      while (n < 0 && left.hasNext()) {
        piece = stream(left.next());
        n = piece.read(into, offset, length);
      }
      return n;
    }
  }

  private InputStream stream(Piece piece) {
    return switch (piece) {
      case Piece.Text(var octets) -> new ByteArrayInputStream(octets);
      case Piece.Copy(var from, var to) -> new RangeStream(message, from, to);
      case Piece.Coded(var from, var to, var coding) ->
          new CodedStream(new RangeStream(message, from, to), coding);
    };
  }

  private long count() throws IOException {
    long octets = 0;
    byte[] block = new byte[8192];
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(var text) -> octets += text.length;
        case Piece.Copy(var from, var to) -> octets += to - from;
        case Piece.Coded _ -> {
          try (InputStream in = stream(piece)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
              octets += n;
            }
          }
        }
      }
    }
    return octets;
  }
}
