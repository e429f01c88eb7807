package mailroad.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import mailroad.wire.Wire;

/**
 * Writes content. As DATA wants it: dots at the start of a line doubled (RFC 5321 section 4.5.2), its last
 * line ended. A CR or LF by itself is never sent, since another server may take it for a line's end
 * (RFC 5321 section 2.3.8). As a chunk it goes as it is, and unless it is binary it must be lines all the same (RFC
 * 3030 section 2).
 */
final class ContentWriter {
  private static final int BLOCK_OCTETS = 16_384;
  private static final byte[] DOT = {'.'};
  private static final byte[] CRLF = {'\r', '\n'};

  /** Content that must not be sent. */
  static final class BareLineEndException extends IOException {
    private static final long serialVersionUID = 1;

    BareLineEndException() {
      super("the content has a CR or LF by itself");
    }
  }

  /** The content could not be read: not the connection's fault. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableException(IOException cause) {
      super("the content cannot be read", cause);
    }
  }

  /** How content is written. */
  enum Form {
    /** Lines, dots doubled, for DATA. */
    LINES,
    /** Lines, in a chunk. */
    CHUNK,
    /** Any octets, in a chunk. */
    BINARY_CHUNK
  }

  private enum Place {
    LINE_START,
    TEXT,
    CR
  }

  private final Wire wire;
  private final Form form;
  private Place place = Place.LINE_START;
  private long octets;

  ContentWriter(Wire wire, Form form) {
    this.wire = wire;
    this.form = form;
  }

  /** How many octets of content were written. */
  long octets() {
    return octets;
  }

  /**
   * Writes a chunk.
   *
   * @param announced how many octets it was said to have
   */
  void write(InputStream content, long announced) throws IOException {
    byte[] block = new byte[BLOCK_OCTETS];
    for (int n = read(content, block); n >= 0; n = read(content, block)) {
      octets += n;
      if (octets > announced) {
        break;
      }
      write(block, n);
    }
    if (octets != announced) {
      throw new UnreadableException(
          new IOException("%d octets instead of %d".formatted(octets, announced)));
    }
    if (place == Place.CR) {
      throw new BareLineEndException();
    }
  }

  /** Writes all but the final dot. */
  void write(InputStream content) throws IOException {
    byte[] block = new byte[BLOCK_OCTETS];
    for (int n = read(content, block); n >= 0; n = read(content, block)) {
      write(block, n);
      octets += n;
    }
    switch (place) {
      case LINE_START -> {}
      case TEXT -> wire.write(CRLF);
      case CR -> throw new BareLineEndException();
    }
  }

  private static int read(InputStream content, byte[] block) throws IOException {
    try {
      return content.read(block);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  private void write(byte[] block, int length) throws IOException {
    if (form == Form.BINARY_CHUNK) {
      wire.write(block, 0, length);
      return;
    }
    int from = 0;
    for (int i = 0; i < length; i++) {
      byte octet = block[i];
      if (place == Place.CR && octet != '\n' || octet == '\n' && place != Place.CR) {
        throw new BareLineEndException();
      }
      if (form == Form.LINES && place == Place.LINE_START && octet == '.') {
        wire.write(block, from, i - from);
        wire.write(DOT);
        from = i;
      }
      place =
          switch (octet) {
            case '\n' -> Place.LINE_START;
            case '\r' -> Place.CR;
            default -> Place.TEXT;
          };
    }
    wire.write(block, from, length - from);
  }
}
