package mailroad.mta.queue;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;

/**
 * Which senders take turns as one. Mailings often have a reverse-path for each recipient; what such addresses
 * have in common is what stands before the first sign that separates, digits not counted.
 */
final class SenderKey {
  private SenderKey() {}

  static String of(ReversePath sender) {
    return sender.mailbox().map(SenderKey::of).orElse("<>");
  }

  private static String of(EmailAddress address) {
    StringBuilder out = new StringBuilder();
    String local = address.localPart();
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (i > 0 && (c == '+' || c == '-' || c == '=')) {
        break;
      }
      out.append(Character.isDigit(c) ? '0' : c);
    }
    return out.append('@').append(address.domain().name()).toString();
  }
}
