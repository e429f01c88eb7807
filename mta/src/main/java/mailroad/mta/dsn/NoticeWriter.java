package mailroad.mta.dsn;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.mime.Report;

/** Writes notices. Pure: the same facts give the same octets. */
public final class NoticeWriter {
  private NoticeWriter() {}

  /**
   * The notice as a message, each line with its CRLF.
   *
   * @param originalHeader header section of the message that it is about
   * @param originalWhole all of that message, where it is at hand and small enough to be given back
   * @param name names the notice: the left part of its Message-ID, and its boundary
   */
  public static Report report(
      ReportFacts facts,
      byte[] originalHeader,
      Optional<byte[]> originalWhole,
      String name,
      Instant now) {
    boolean whole = facts.action() == Action.FAILED && facts.fullReturn();
    Report.Returned returned =
        originalWhole
            .filter(_ -> whole)
            .<Report.Returned>map(Report.Returned.Whole::new)
            .orElseGet(() -> new Report.Returned.HeaderSection(originalHeader));
    return new Report(
        "MAILER-DAEMON@" + facts.reportingMta(),
        facts.to().toString(),
        subject(facts.action()),
        "<" + name + "@" + facts.reportingMta() + ">",
        now,
        text(facts, now),
        groups(facts),
        returned,
        facts.needsUtf8());
  }

  /** As {@link #report}, in octets. */
  public static byte[] write(
      ReportFacts facts,
      byte[] originalHeader,
      Optional<byte[]> originalWhole,
      String name,
      Instant now) {
    return report(facts, originalHeader, originalWhole, name, now).octets("=_" + name);
  }

  private static String subject(Action action) {
    return switch (action) {
      case FAILED -> "Undelivered mail returned to sender";
      case DELAYED -> "Your message is delayed";
      case DELIVERED -> "Your message was delivered";
      case RELAYED -> "Your message was passed on";
      case EXPANDED -> "Your message was passed on to several recipients";
    };
  }

  private static String text(ReportFacts facts, Instant now) {
    StringBuilder out = new StringBuilder();
    out.append("This is the mail system at ").append(facts.reportingMta()).append(".\n\n");
    out.append("Your message that arrived here on ")
        .append(Report.date(facts.arrived()))
        .append('\n');
    out.append(
        switch (facts.action()) {
          case FAILED -> "could not be delivered, and is not tried again, to:\n";
          case DELAYED ->
              "has not been delivered yet (you need not send it again: it is still tried) to:\n";
          case DELIVERED -> "was put into the mailbox of:\n";
          case RELAYED ->
              "was passed on, to a server that may not report what becomes of it, for:\n";
          case EXPANDED -> "was passed on to those that stand behind:\n";
        });
    for (ReportedRecipient recipient : facts.recipients()) {
      out.append("\n  <").append(recipient.finalRecipient()).append(">\n");
      recipient.diagnostic().ifPresent(reply -> say(out, recipient, reply));
      if (!recipient.explanation().isEmpty()) {
        out.append("    ").append(recipient.explanation()).append('\n');
      }
      String advice = facts.action() == Action.FAILED ? Advice.of(recipient.status()) : "";
      if (!advice.isEmpty()) {
        out.append("    ").append(advice).append('\n');
      }
      recipient.retryUntil().ifPresent(until -> promise(out, until, now));
    }
    out.append("\nFor the postmaster: the message was ")
        .append(facts.about())
        .append(" here. What follows is for programs.\n");
    return out.toString();
  }

  private static void say(StringBuilder out, ReportedRecipient recipient, Reply reply) {
    out.append("    ")
        .append(recipient.remoteMta().map(host -> host + " said: ").orElse("The answer was: "))
        .append(reply.toString().replaceAll("\\R", "  "))
        .append('\n');
  }

  private static void promise(StringBuilder out, Instant until, Instant now) {
    long hours = Math.max(1, Duration.between(now, until).toHours());
    out.append("    It is tried for ")
        .append(hours >= 48 ? hours / 24 + " more days" : hours + " more hours")
        .append(", until ")
        .append(Report.date(until))
        .append(".\n");
  }

  private static List<List<Report.Line>> groups(ReportFacts facts) {
    List<List<Report.Line>> out = new ArrayList<>();
    List<Report.Line> message = new ArrayList<>();
    if (!facts.envelopeId().isEmpty()) {
      message.add(new Report.Line("Original-Envelope-Id", facts.envelopeId()));
    }
    message.add(new Report.Line("Reporting-MTA", "dns; " + facts.reportingMta()));
    message.add(new Report.Line("Arrival-Date", Report.date(facts.arrived())));
    out.add(message);
    facts.recipients().forEach(recipient -> out.add(group(recipient)));
    return out;
  }

  private static List<Report.Line> group(ReportedRecipient recipient) {
    List<Report.Line> out = new ArrayList<>();
    recipient
        .originalRecipient()
        .ifPresent(original ->
            out.add(new Report.Line("Original-Recipient", original.replaceFirst(";\\s*", "; "))));
    String type = recipient.finalRecipient().needsUtf8() ? "utf-8; " : "rfc822; ";
    out.add(new Report.Line("Final-Recipient", type + recipient.finalRecipient()));
    out.add(new Report.Line("Action", recipient.action().field()));
    out.add(new Report.Line("Status", recipient.status()));
    recipient.remoteMta().ifPresent(host -> out.add(new Report.Line("Remote-MTA", "dns; " + host)));
    recipient
        .diagnostic()
        .ifPresent(reply -> out.add(new Report.Line("Diagnostic-Code", "smtp; " + reply)));
    out.add(new Report.Line("Last-Attempt-Date", Report.date(recipient.lastAttempt())));
    recipient
        .retryUntil()
        .ifPresent(until -> out.add(new Report.Line("Will-Retry-Until", Report.date(until))));
    return out;
  }
}
