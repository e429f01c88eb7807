package mailroad.guard.quarantine;

import java.util.List;
import mailroad.kernel.EmailAddress;

/**
 * How a message is to be released.
 *
 * @param to to these recipients; all that still wait where none is named
 * @param asAttachment within a letter that says why it was kept
 * @param anyway as it is, though it is dangerous
 */
public record ReleaseOrder(List<EmailAddress> to, boolean asAttachment, boolean anyway) {
  /** To all, as it is. */
  public static final ReleaseOrder ALL = new ReleaseOrder(List.of(), false, false);

  /** The record's list does not change. */
  public ReleaseOrder {
    to = List.copyOf(to);
  }

  /** To one recipient, as it is. */
  public static ReleaseOrder to(EmailAddress recipient) {
    return new ReleaseOrder(List.of(recipient), false, false);
  }

  /** The same within a letter. */
  public ReleaseOrder within() {
    return new ReleaseOrder(to, true, anyway);
  }

  /** The same, dangerous or not. */
  public ReleaseOrder regardless() {
    return new ReleaseOrder(to, asAttachment, true);
  }
}
