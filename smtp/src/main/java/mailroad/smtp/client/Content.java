package mailroad.smtp.client;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a message, read from wherever they lie: lines with CRLF, dots not stuffed. */
public interface Content {
  /** How many octets {@link #open} gives. */
  long octets();

  /** What was done to it for this hop, for people who read the dialogue; empty if nothing was. */
  default String note() {
    return "";
  }

  /** The octets from the first; the session closes the stream. */
  InputStream open() throws IOException;
}
