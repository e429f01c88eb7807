package mailroad.wire.script;

/** One line of a script. */
sealed interface Step {
  /** Where it stands in the script, from 1. */
  int line();

  /** Octets to send as they are. */
  record Send(int line, String octets) implements Step {}

  /** A line that the server has to send, CRLF at its end; octets as Latin-1. */
  record Expect(int line, Pattern pattern) implements Step {}

  /** Lines of the server are passed over until one is like this. */
  record Await(int line, Pattern pattern) implements Step {}

  /** What follows goes over the connection of this name, which is opened if it is new. */
  record Use(int line, String name) implements Step {}

  /** The client starts TLS. */
  record StartTls(int line) implements Step {}

  /** The client begins to compress. */
  record Deflate(int line) implements Step {}

  /** The client says that it sends no more, and goes on reading. */
  record HalfClose(int line) implements Step {}

  /** The client closes the connection without a word. */
  record Close(int line) implements Step {}

  /** The server has to close the connection, having sent no more. */
  record ExpectClose(int line) implements Step {}
}
