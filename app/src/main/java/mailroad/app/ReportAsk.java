package mailroad.app;

import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.kernel.Domain;

/**
 * Which reports an administrator asks for.
 *
 * @param domain about this one alone
 * @param limit most of each kind
 */
record ReportAsk(Optional<Domain> domain, int limit) {
  private static final int MOST = 1000;

  static ReportAsk of(Arguments arguments) throws AdminException {
    return new ReportAsk(
        arguments.given("domain", arguments::domain),
        Math.clamp(arguments.number("limit", MOST), 1, MOST));
  }

  /** Whether a report about this domain is among them. */
  boolean isFor(String name) {
    return domain.isEmpty() || domain.get().name().equals(name);
  }
}
