package mailroad.smtp.server;

import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;

/** The answer to EHLO and HELO: who we are, and what we offer now (RFC 5321 section 4.1.1.1). */
final class Welcome {
  private Welcome() {}

  static Reply to(Domain hostname, Facts facts) {
    return switch (facts.client().hello()) {
      case Hello.Ehlo _ -> new Reply(250, "", ehlo(hostname, facts));
      case Hello.Helo _, Hello.Unsaid _ -> new Reply(250, "", hostname.name());
    };
  }

  private static List<String> ehlo(Domain hostname, Facts facts) {
    List<String> lines = new ArrayList<>();
    lines.add(hostname.name());
    lines.add("PIPELINING");
    lines.add("SIZE " + facts.config().limits().messageOctetsMax());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("ENHANCEDSTATUSCODES");
    lines.add("DSN");
    if (facts.offersStartTls()) {
      lines.add("STARTTLS");
    }
    if (facts.offersLogin()) {
      lines.add("AUTH PLAIN LOGIN");
    }
    lines.add("HELP");
    return lines;
  }
}
