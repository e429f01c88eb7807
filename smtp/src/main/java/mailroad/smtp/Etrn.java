package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;

/**
 * ETRN: RFC 1985 section 5.
 *
 * @param domain whose mail is asked for
 * @param below whether that of all domains below it is meant too: {@code @domain}
 */
public record Etrn(Domain domain, boolean below) implements Command {
  private static final Reply SYNTAX = new Reply(501, "5.5.4", "Syntax: ETRN domain");

  /** Queues by other names than domains, as {@code #name} means them, are not kept here. */
  static Command parse(String argument) {
    boolean below = argument.startsWith("@");
    Optional<Domain> domain = Domain.parse(below ? argument.substring(1) : argument);
    return domain
        .filter(name -> !name.isLiteral())
        .<Command>map(name -> new Etrn(name, below))
        .orElse(new Malformed(SYNTAX));
  }

  /** As it stands behind the verb. */
  public String node() {
    return (below ? "@" : "") + domain.name().toLowerCase(Locale.ROOT);
  }
}
