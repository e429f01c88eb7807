package mailroad.wire.http;

import java.io.IOException;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/** Asks programs of our own, on this machine or beside it, by HTTP in the clear. One request a connection. */
public final class PlainHttp {
  private PlainHttp() {}

  /**
   * Hands content in and reads the answer. Blocks; does not close the connection.
   *
   * @param octetsMax most octets of the answer's content
   * @return a document or a refusal
   * @throws IOException if it hangs up, is not done in time, says too much, or what it says is not HTTP
   */
  public static Fetched post(Wire wire, Posting posting, Deadline deadline, int octetsMax)
      throws IOException {
    wire.write(posting.head());
    posting.content().writeTo(wire);
    wire.flush();
    return new ResponseReader(wire, deadline, octetsMax).read();
  }
}
