package mailroad.mta.dsn;

/** What the reader of a notice can do, by enhanced status code (RFC 3463 section 3). */
final class Advice {
  private Advice() {}

  /** One or two sentences; empty where nothing sensible can be said. */
  static String of(String status) {
    String detail = status.length() > 2 ? status.substring(2) : "";
    String subject = detail.contains(".") ? detail.substring(0, detail.indexOf('.')) : detail;
    String known =
        switch (detail) {
          case "1.1", "1.0", "1.6" ->
              "There is no such mailbox. Check the part before the @ for mistakes.";
          case "1.2", "1.10" ->
              "The domain takes no mail. Check the part after the @ for mistakes.";
          case "2.1" -> "The mailbox is switched off. Try to reach the recipient another way.";
          case "2.2" -> "The mailbox is full. Try again later, or tell the recipient.";
          case "2.3", "3.4" ->
              "The message is too large. Send less at once, or a link to the rest.";
          case "4.1", "4.2", "4.4", "4.7" ->
              "The other side could not be reached. It may be down; try again later.";
          case "4.6" ->
              "The message ran in a circle between servers. Tell the recipient's postmaster.";
          case "7.1", "7.0" ->
              "The other side refused the message by its own rules. Its words above say why, if"
                  + " anything does.";
          case "6.7" -> "The other side cannot take addresses beyond ASCII. Use another address.";
          default -> "";
        };
    if (!known.isEmpty()) {
      return known;
    }
    return switch (subject) {
      case "1" -> "The address is at fault. Check it for mistakes.";
      case "2" -> "The mailbox cannot take the message now.";
      case "4" -> "The network or the other server is at fault, not your message.";
      case "7" -> "The other side refused the message for reasons of security or policy.";
      default -> "";
    };
  }
}
