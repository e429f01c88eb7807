package mailroad.mta.delivery;

import java.io.IOException;

/** The tokens by which this server logs in elsewhere, which somebody else renews. Any number of tasks ask at once. */
@FunctionalInterface
public interface Tokens {
  /** Where there are none. */
  Tokens NONE =
      file -> {
        throw new IOException("there are no token files here");
      };

  /**
   * A token as it is now.
   *
   * @param file as the route names it
   * @throws IOException if it cannot be read, or is none
   */
  String read(String file) throws IOException;
}
