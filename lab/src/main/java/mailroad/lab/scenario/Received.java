package mailroad.lab.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Account;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Message;
import mailroad.store.StoreException;

/**
 * A message as it lies in a mailbox.
 *
 * @param owner whose mailbox
 * @param arrived when it was filed
 * @param content all of it
 */
record Received(EmailAddress owner, Instant arrived, byte[] content) {
  private static final int OCTETS_MAX = 1 << 20;
  private static final Pattern MESSAGE_ID =
      Pattern.compile("^Message-ID:\\s*(<[^>]*>)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern REPORT =
      Pattern.compile(
          "^Content-Type:\\s*multipart/report", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final String RECIPIENT = "Final-Recipient: rfc822;";

  /** What an account's inbox holds. */
  static List<Received> inbox(MailStore mailboxes, Account account) throws StoreException {
    List<Received> all = new ArrayList<>();
    Mailbox inbox = mailboxes.of(account).inbox();
    for (Message message : inbox.snapshot().messages()) {
      byte[] content = inbox.content(message.uid()).orElseThrow().bytes(OCTETS_MAX);
      all.add(new Received(account.address(), message.internalDate(), content));
    }
    return all;
  }

  /** Its own Message-ID field; empty if it has none. */
  String messageId() {
    Matcher matcher = MESSAGE_ID.matcher(header());
    return matcher.find() ? matcher.group(1) : "";
  }

  private String header() {
    String text = text();
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end + 2);
  }

  private String text() {
    return new String(content, ISO_8859_1).replaceAll("\r\n[ \t]", " ");
  }

  /** Whether it is a report about another message (RFC 3464). */
  boolean isReport() {
    return REPORT.matcher(header()).find();
  }

  /** Whether it reports that a letter could not be delivered to a recipient, for good. */
  boolean reportsFailure(Letter letter, EmailAddress recipient) {
    if (!isReport() || !isAbout(letter)) {
      return false;
    }
    for (String group : text().split("\r\n\r\n")) {
      if (group.contains("Action: failed") && names(group, recipient)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(String group, EmailAddress recipient) {
    return group
        .lines()
        .filter(line -> line.startsWith(RECIPIENT))
        .anyMatch(line -> line.substring(RECIPIENT.length()).strip().equals(recipient.toString()));
  }

  /** Whether it is a report about a letter. */
  boolean isAbout(Letter letter) {
    return isReport() && text().contains("Message-ID: " + letter.messageId());
  }

  /** Whether it is a letter, with nothing but trace fields before what its writer wrote. */
  boolean isWhole(Letter letter) {
    byte[] wanted = letter.content();
    int from = content.length - wanted.length;
    return from >= 0 && Arrays.equals(content, from, content.length, wanted, 0, wanted.length);
  }
}
