package mailroad.app.admin;

import java.io.IOException;
import mailroad.store.StoreException;

/** Something that an administrator does in more than one question and answer, as carrying mail in and out. */
@FunctionalInterface
public interface Conversation {
  /**
   * Talks until it is done.
   *
   * @throws AdminException if it is refused or fails, which the other side is told
   * @throws StoreException if the machine fails, which it is told as well
   * @throws IOException if the other side has left
   * @throws InterruptedException if the node stops meanwhile
   */
  void hold(Arguments arguments, Channel channel)
      throws AdminException, StoreException, IOException, InterruptedException;
}
