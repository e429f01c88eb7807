package mailroad.mta.report;

import java.io.IOException;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/** Takes mail that this server sends of itself, as a user's would be taken. */
@FunctionalInterface
public interface Post {
  /**
   * Hands a message over, which is signed there, of which nobody wants to hear again, whatever becomes of it. Blocks.
   *
   * @param message header section and body
   * @return 250 where it is in the queue now
   * @throws IOException if the machine failed
   */
  Reply post(EmailAddress from, EmailAddress to, byte[] message)
      throws IOException, InterruptedException;
}
