package mailroad.guard.quarantine.tell;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.tell.Office.Words;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;

/**
 * The list of what was kept from somebody, in words. Pure.
 *
 * @param owner whose mail it would be
 * @param entries the oldest first
 * @param more how many there are besides
 */
record DigestLetter(
    EmailAddress owner, EmailAddress postmaster, List<Entry> entries, long more, ZoneId zone) {
  DigestLetter {
    entries = List.copyOf(entries);
  }

  Words words() {
    return new Words(subject(), text(), Optional.of(html()));
  }

  private String subject() {
    long all = entries.size() + more;
    return all == 1 ? "A message to you is held back" : all + " messages to you are held back";
  }

  private String introduction() {
    return "Mail to %s that looks dangerous or like spam is held back: it is not in your mailbox."
            .formatted(owner)
        + " This letter lists what is new. You need not do anything: what nobody asks for is deleted by"
        + " itself.";
  }

  private String question() {
    return "If you expect one of these messages, ask %s to release it, and name its id:"
        .formatted(postmaster);
  }

  /** For an administrator, who reads it elsewhere: not by the name that the server was started by, but by its own. */
  private String command(String id) {
    return "mailroad quarantine release %s --to %s".formatted(id, owner);
  }

  private String rest() {
    return more == 0 ? "" : Text.count(more, "more is", "more are") + " held, but not listed here.";
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    Paragraph.wrap(out, introduction());
    for (Entry entry : entries) {
      out.append('\n');
      line(out, "From", Wording.author(entry));
      line(out, "Sender", Text.visible(entry.origin().sender().toString()));
      line(out, "Subject", Wording.subject(entry));
      line(
          out,
          "Held",
          "%s, until %s"
              .formatted(Wording.moment(entry.since(), zone), Wording.day(entry.expires(), zone)));
      line(out, "Why", Wording.kind(entry));
      Wording.reasons(entry).forEach(reason -> line(out, "", reason));
      line(out, "Id", entry.id().value());
    }
    out.append('\n');
    if (more > 0) {
      Paragraph.wrap(out, rest());
      out.append('\n');
    }
    Paragraph.wrap(out, question());
    out.append("\n  ").append(command(entries.getFirst().id().value())).append('\n');
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("  %-9s%s\n".formatted(name, value));
  }

  private String html() {
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">");
    out.append("<title>").append(subject()).append("</title></head>\n<body>\n");
    paragraph(out, introduction());
    out.append("<table border=\"1\" cellpadding=\"4\" style=\"border-collapse:collapse\">\n");
    out.append("<tr><th>Held</th><th>From</th><th>Subject</th><th>Why</th><th>Id</th></tr>\n");
    entries.forEach(entry -> row(out, entry));
    out.append("</table>\n");
    if (more > 0) {
      paragraph(out, rest());
    }
    paragraph(out, question());
    out.append("<pre>")
        .append(Wording.html(command(entries.getFirst().id().value())))
        .append("</pre>\n</body>\n</html>\n");
    return out.toString();
  }

  private void row(StringBuilder out, Entry entry) {
    String sender = Text.visible(entry.origin().sender().toString());
    out.append("<tr>");
    cell(out, List.of(Wording.moment(entry.since(), zone)));
    cell(out, List.of(Wording.author(entry), sender));
    cell(out, List.of(Wording.subject(entry)));
    List<String> why = new java.util.ArrayList<>(List.of(Wording.kind(entry)));
    why.addAll(Wording.reasons(entry));
    cell(out, why);
    out.append("<td><code>").append(entry.id()).append("</code></td></tr>\n");
  }

  private static void cell(StringBuilder out, List<String> lines) {
    out.append("<td>")
        .append(String.join("<br>\n", lines.stream().map(Wording::html).toList()))
        .append("</td>\n");
  }

  private static void paragraph(StringBuilder out, String text) {
    out.append("<p>").append(Wording.html(text)).append("</p>\n");
  }
}
