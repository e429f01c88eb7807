package mailroad.mailbox;

/**
 * How much of its quota an account uses.
 *
 * @param octets of all its messages
 * @param octetsMax how many there may be
 * @param messages in all its mailboxes
 * @param messagesMax how many there may be
 */
public record Usage(long octets, long octetsMax, long messages, long messagesMax) {
  /** Whether one more message of this size fits. */
  public boolean fits(long moreOctets) {
    return octets + moreOctets <= octetsMax && messages < messagesMax;
  }
}
