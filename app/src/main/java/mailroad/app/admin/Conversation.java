package mailroad.app.admin;

import java.io.IOException;

/** Something that an administrator does in more than one question and answer, as carrying mail in and out. */
@FunctionalInterface
public interface Conversation {
  /**
   * Talks until it is done.
   *
   * @throws AdminException if it is refused or fails, which the other side is told
   * @throws IOException if the other side has left
   * @throws InterruptedException if the node stops meanwhile
   */
  void hold(Arguments arguments, Channel channel)
      throws AdminException, IOException, InterruptedException;
}
