package mailroad.mailbox;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.mime.BaseSubject;
import mailroad.mime.EncodedWords;
import mailroad.mime.Envelope;
import mailroad.mime.FieldDate;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;

/**
 * What lists, sorting, threading and structure need of a message. It is made once, when the message comes, and stands beside
 * it; {@link Mailbox#outlines} reads it without the content.
 *
 * @param envelope its first page (RFC 3501 section 7.4.2)
 * @param root the message with its parts. Each header section is an {@linkplain Header#excerpt excerpt} of those fields that
 *     {@link #lists} names, with the place and size of the whole
 * @param sent the moment of its Date field; empty if that names none
 * @param baseSubject RFC 5256 section 2.1
 */
public record Outline(
    Envelope envelope, Part root, Optional<OffsetDateTime> sent, BaseSubject baseSubject) {
  /** The fields that clients ask for when they show lists, and those that structure is made of. */
  private static final Set<String> LISTED =
      Set.of(
          "autocrypt-draft-state",
          "bcc",
          "cc",
          "content-class",
          "content-description",
          "content-disposition",
          "content-id",
          "content-language",
          "content-location",
          "content-md5",
          "content-transfer-encoding",
          "content-type",
          "date",
          "from",
          "importance",
          "in-reply-to",
          "lines",
          "list-id",
          "list-post",
          "message-id",
          "mime-version",
          "newsgroups",
          "priority",
          "references",
          "reply-to",
          "resent-date",
          "resent-from",
          "resent-message-id",
          "resent-to",
          "sender",
          "subject",
          "to",
          "x-label",
          "x-priority");

  /** Whether header sections of outlines have all fields of this name, so that one that is missing there is missing. */
  public static boolean lists(String name) {
    return LISTED.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Makes it from a message, of which it reads every octet.
   *
   * @throws IOException if the machine fails
   */
  public static Outline of(Octets message) throws IOException {
    return of(Structure.read(message, MimeLimits.DEFAULT));
  }

  /** Makes it from a structure, whose header sections are whole. */
  public static Outline of(Structure structure) {
    Header header = structure.root().header();
    Envelope envelope = Envelope.of(header, MimeLimits.DEFAULT);
    return new Outline(
        envelope,
        structure.root(),
        envelope.date().flatMap(FieldDate::parse),
        BaseSubject.of(EncodedWords.decode(envelope.subject().orElse(""))));
  }

  /** The fields of the header section that {@link #lists} names. */
  public Header header() {
    return root.header();
  }
}
