package mailroad.guard.quarantine.tell;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mime.Composition;
import mailroad.mime.Octets;
import mailroad.mta.intake.Unjudged.Parcel;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;

/**
 * Where letters are made ready: who they are from, and under which names they go.
 *
 * @param isLocal whether mail for a domain ends here, so that it has a postmaster here (RFC 5321 section 4.5.1)
 */
public record Office(World world, Domain hostname, Predicate<Domain> isLocal) {
  private static final String NAME = "Mail Quarantine";

  /** What a letter says. */
  record Words(String subject, String text, Optional<String> html) {}

  /** Whom somebody writes to who has a question. */
  EmailAddress postmaster(EmailAddress to) {
    Domain domain = isLocal.test(to.domain()) ? to.domain() : hostname;
    return new EmailAddress("postmaster", domain);
  }

  /** A letter. */
  Composition letter(EmailAddress to, Words words) {
    return new Composition(
        NAME,
        postmaster(to).toString(),
        to.toString(),
        words.subject(),
        "<%s.%s@%s>".formatted(QueueId.next(world), random(), hostname),
        world.now(),
        words.text(),
        words.html());
  }

  /** A letter on its way. */
  Parcel parcel(String by, EmailAddress to, Words words) {
    byte[] octets = letter(to, words).octets(boundary());
    return Parcel.letter(by, envelope(List.of(to), octets), Octets.of(octets));
  }

  private static Envelope envelope(List<EmailAddress> to, byte[] octets) {
    boolean ascii = new String(octets, StandardCharsets.UTF_8).length() == octets.length;
    return envelope(to, MailParameters.NONE.with(ascii ? Body.SEVEN_BIT : Body.EIGHT_BIT));
  }

  /** From nowhere, so that nobody answers, and nobody hears of its fate (RFC 3834 section 3.3). */
  static Envelope envelope(List<EmailAddress> to, MailParameters parameters) {
    boolean utf8 = parameters.utf8() || to.stream().anyMatch(EmailAddress::needsUtf8);
    return new Envelope(
        new ReversePath.Nowhere(),
        parameters.withUtf8(utf8),
        to.stream().map(one -> new Recipient(one, new Notify.Never(), Optional.empty())).toList());
  }

  /** Nobody who writes a message knows it beforehand. */
  String boundary() {
    return "=_" + random() + random();
  }

  private String random() {
    return String.format(Locale.ROOT, "%016x", world.random().nextLong());
  }
}
