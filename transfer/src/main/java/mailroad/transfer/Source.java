package mailroad.transfer;

import java.io.IOException;

/** Where messages come from. Used by one task, once. */
public interface Source extends AutoCloseable {
  /**
   * How much there is, as far as it can be told without reading it all.
   *
   * @param messages 0 if unknown
   * @param octets 0 if unknown
   */
  record Amount(long messages, long octets) {}

  /** Looks how much there is. */
  Amount amount() throws IOException, InterruptedException;

  /**
   * Gives all messages.
   *
   * @throws IOException if it cannot go on; what was given is given again in another run, and known by its marks
   */
  void read(Taker taker) throws IOException, InterruptedException;

  @Override
  void close();
}
