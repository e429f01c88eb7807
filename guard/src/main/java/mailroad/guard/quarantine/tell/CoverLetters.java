package mailroad.guard.quarantine.tell;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Cause;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.Warden;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.mime.Composition;
import mailroad.mime.Octets;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.intake.Unjudged.Content;
import mailroad.mta.intake.Unjudged.Parcel;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.Blobs;

/** Puts messages that are released into letters that say why they were kept. */
public record CoverLetters(Office office, Blobs blobs, ZoneId zone) implements Warden.Covers {
  @Override
  public Parcel cover(Entry entry, List<Recipient> to, String by) {
    List<EmailAddress> addresses = to.stream().map(Recipient::address).toList();
    Composition letter = office.letter(addresses.getFirst(), words(entry, by));
    Octets message = new BlobOctets(blobs, entry.content().blob(), entry.content().octets());
    return Parcel.kept(
        entry.id(),
        by,
        Optional.empty(),
        Office.envelope(addresses, parameters(entry.parameters())),
        new Content.Letter(letter.around(message, as(entry.parameters()), office.boundary())));
  }

  private static MailParameters parameters(MailParameters of) {
    return MailParameters.NONE.with(of.body()).withUtf8(of.utf8());
  }

  private static Composition.Enclosed as(MailParameters of) {
    if (of.utf8()) {
      return Composition.Enclosed.GLOBAL;
    }
    return switch (of.body()) {
      case SEVEN_BIT -> Composition.Enclosed.SEVEN_BIT;
      case EIGHT_BIT -> Composition.Enclosed.EIGHT_BIT;
      case BINARY -> Composition.Enclosed.BINARY;
    };
  }

  private Office.Words words(Entry entry, String by) {
    StringBuilder out = new StringBuilder();
    Paragraph.wrap(
        out,
        "The message that comes with this letter was held back on %s, since %s:"
            .formatted(Wording.moment(entry.since(), zone), Wording.kind(entry)));
    out.append('\n');
    Wording.reasons(entry).forEach(reason -> out.append("  ").append(reason).append('\n'));
    out.append('\n');
    Paragraph.wrap(
        out,
        "It says that it is from %s. It was released by %s, and is enclosed."
            .formatted(Wording.author(entry), Text.visible(by)));
    if (entry.cause() == Cause.DANGEROUS) {
      out.append('\n');
      Paragraph.wrap(
          out,
          "Take care: it may do harm. Do not open what is attached to it, nor follow its links, unless you know what you do.");
    }
    return new Office.Words(
        "Released: " + Wording.subject(entry), out.toString(), Optional.empty());
  }
}
