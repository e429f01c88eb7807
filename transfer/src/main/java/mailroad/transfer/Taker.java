package mailroad.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Takes what a {@link Source} gives. */
public interface Taker {
  /** Which of these marks are known, so that the messages need not be fetched. */
  Set<String> known(List<String> marks) throws IOException;

  /** Takes a message. */
  void take(Label label, String mark, byte[] content) throws IOException;

  /** Hears of messages that need not come again. */
  void passOver(long messages, long octets);

  /**
   * Hears of something that cannot be carried; the rest goes on.
   *
   * @param where file and place, or mailbox and UID
   */
  void problem(String where, String what);
}
