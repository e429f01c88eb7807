package mailroad.sasl;

import java.io.IOException;
import java.util.Optional;

/** A protocol's way to carry an exchange: it frames challenges and bounds responses. */
@FunctionalInterface
public interface Lines {
  /**
   * Says a challenge and waits for the client's line.
   *
   * @param challenge in base64
   * @return the line without its end; empty if it was longer than allowed, or ended wrongly
   */
  Optional<String> ask(String challenge) throws IOException;
}
