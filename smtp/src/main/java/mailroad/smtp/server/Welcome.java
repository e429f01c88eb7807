package mailroad.smtp.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.sasl.Mechanism;
import mailroad.smtp.XClient;

/** The answer to EHLO and HELO: who we are, and what we offer now (RFC 5321 section 4.1.1.1). */
final class Welcome {
  private Welcome() {}

  /**
   * The answer.
   *
   * @param said which of the two was said; whom a proxy speaks for may have said the other
   */
  static Reply to(Domain hostname, Hello said, Facts facts) {
    return switch (said) {
      case Hello.Ehlo _, Hello.Lhlo _ -> new Reply(250, "", ehlo(hostname, facts));
      case Hello.Helo _, Hello.Unsaid _ -> new Reply(250, "", hostname.name());
    };
  }

  private static List<String> ehlo(Domain hostname, Facts facts) {
    List<String> lines = new ArrayList<>();
    lines.add(hostname.name());
    lines.add("PIPELINING");
    lines.add("SIZE " + facts.config().limits().messageOctetsMax());
    lines.add("8BITMIME");
    lines.add("CHUNKING");
    lines.add("BINARYMIME");
    lines.add("SMTPUTF8");
    lines.add("ENHANCEDSTATUSCODES");
    lines.add("DSN");
    lines.add("DELIVERBY");
    lines.add("MT-PRIORITY");
    lines.add("LIMITS" + limits(facts.config().limits()));
    if (facts.offersHold()) {
      lines.add("FUTURERELEASE " + hold(facts));
    }
    if (facts.client().tls().isPresent()) {
      // RFC 8689 section 4.1: only where the message itself came protected.
      lines.add("REQUIRETLS");
    }
    if (facts.offersEtrn()) {
      lines.add("ETRN");
    }
    if (facts.proxy()) {
      lines.add("XCLIENT " + XClient.ATTRIBUTES);
    }
    if (facts.offersStartTls()) {
      lines.add("STARTTLS");
    }
    if (facts.offersLogin()) {
      lines.add(
          facts.mechanisms().stream()
              .map(Mechanism::word)
              .collect(Collectors.joining(" ", "AUTH ", "")));
    }
    lines.add("HELP");
    return lines;
  }

  /** RFC 9422 section 4. */
  private static String limits(SmtpLimits limits) {
    String domains =
        limits.recipientDomainsMax() == 0 ? "" : " RCPTDOMAINMAX=" + limits.recipientDomainsMax();
    return " MAILMAX=" + limits.messagesMax() + " RCPTMAX=" + limits.recipientsMax() + domains;
  }

  /** RFC 4865 section 3: the longest time in seconds, and the last moment. */
  private static String hold(Facts facts) {
    Duration longest = facts.config().extensions().holdTimeMax();
    Instant last = facts.now().plus(longest).truncatedTo(ChronoUnit.SECONDS);
    return longest.toSeconds() + " " + last;
  }
}
