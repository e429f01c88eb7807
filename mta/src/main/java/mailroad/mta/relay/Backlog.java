package mailroad.mta.relay;

import java.net.InetAddress;
import mailroad.kernel.Domain;

/** The mail that waits here for others, as those others may set it in motion. Any number of tasks may use it. */
public interface Backlog {
  /** A machine connects for whatever reason: what waits because it was down, flows. Does not block. */
  void heard(InetAddress machine);

  /**
   * A client asks to have the mail sent on that waits for a domain (RFC 1985 section 5); who may, is decided here.
   * Blocks.
   *
   * @param below whether that for all domains below it is meant too
   */
  FlushAnswer asked(InetAddress client, Domain domain, boolean below) throws InterruptedException;
}
