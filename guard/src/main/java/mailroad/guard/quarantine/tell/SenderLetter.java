package mailroad.guard.quarantine.tell;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Copy;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.tell.Office.Words;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;

/** What a sender is told: that the message waits, for whom, and until when. Users hear why; others need not. Pure. */
record SenderLetter(Entry entry, List<Copy> copies, EmailAddress postmaster, ZoneId zone) {
  private static final int RECIPIENTS_MAX = 20;

  SenderLetter {
    copies = List.copyOf(copies);
  }

  Words words() {
    return new Words("Held back: " + Wording.subject(entry), text(), Optional.empty());
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    Paragraph.wrap(
        out,
        "Your message \"%s\" of %s has not been delivered: it is held back for a person to look at, since %s."
            .formatted(
                Wording.subject(entry), Wording.moment(entry.since(), zone), Wording.kind(entry)));
    if (entry.origin().direction() == Direction.SUBMITTED) {
      out.append('\n');
      Wording.reasons(entry).forEach(reason -> out.append("  ").append(reason).append('\n'));
    }
    out.append("\nIt was for:\n\n");
    copies.stream()
        .limit(RECIPIENTS_MAX)
        .forEach(
            copy -> out.append("  ").append(Text.visible(copy.address().toString())).append('\n'));
    if (copies.size() > RECIPIENTS_MAX) {
      out.append("  and %d more\n".formatted(copies.size() - RECIPIENTS_MAX));
    }
    out.append('\n');
    Paragraph.wrap(
        out,
        "You need not send it again. If nobody releases it, it is deleted on %s, and you are not told of that. If it matters, write to %s, and name %s."
            .formatted(Wording.day(entry.expires(), zone), postmaster, entry.id()));
    return out.toString();
  }
}
