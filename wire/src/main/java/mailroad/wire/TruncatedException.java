package mailroad.wire;

import java.io.EOFException;

/**
 * The stream ended without TLS's {@code close_notify}: the other side, or somebody between, cut it off, and
 * what came may lack its end (RFC 8446 section 6.1).
 */
public final class TruncatedException extends EOFException {
  private static final long serialVersionUID = 1;

  TruncatedException() {
    super("the connection ended without TLS's close_notify");
  }
}
