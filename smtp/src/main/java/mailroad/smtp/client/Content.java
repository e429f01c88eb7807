package mailroad.smtp.client;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a message, read from wherever they lie: lines with CRLF, dots not stuffed. */
public interface Content {
  /** How many octets {@link #open} gives. */
  long octets();

  /** The octets from the first; the session closes the stream. */
  InputStream open() throws IOException;
}
