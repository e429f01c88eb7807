package mailroad.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import mailroad.mailbox.MailboxName;

/** Makes marks: the same for the same message in every run, and never the same for two. Used by one task, for one run. */
public final class Marks {
  private static final int MARK_OCTETS = 16;

  private final Map<String, Integer> seen = new HashMap<>();

  /** The mark of what has a name of its own, such as a server's UID. */
  public static String ofName(String... parts) {
    return of(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
  }

  /** The mark of a message that has no name: by mailbox and content, equal ones counted. */
  public String ofContent(MailboxName mailbox, byte[] content) {
    String mark = ofName(mailbox.toString(), of(content));
    int before = seen.merge(mark, 1, Integer::sum);
    return before == 1 ? mark : ofName(mark, Integer.toString(before));
  }

  private static String of(byte[] octets) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
      return HexFormat.of().formatHex(digest, 0, MARK_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
