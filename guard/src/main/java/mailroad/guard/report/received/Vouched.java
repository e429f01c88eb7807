package mailroad.guard.report.received;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;

/**
 * Who vouches for the mail that brought a report.
 *
 * @param domain the domain of its From field; empty if nobody vouches
 * @param by what does, such as {@code DKIM and SPF}
 */
public record Vouched(String domain, String by) {
  /** Nobody does. */
  public static final Vouched NOBODY = new Vouched("", "");

  /** Whether somebody does. */
  public boolean holds() {
    return !domain.isEmpty();
  }

  /**
   * What DMARC finds; of a domain without a record, what it would find (RFC 7489 section 3.1). A server of ours that
   * reports to itself vouches for that; a user who hands a report in does not.
   *
   * @param hostname of this server
   */
  static Vouched of(Suspect suspect, Domain hostname) {
    if (suspect.direction() == Direction.SUBMITTED) {
      return suspect.arriving().source() instanceof Event.Source.Local
          ? new Vouched(hostname.name(), "this server")
          : NOBODY;
    }
    return suspect.authentication().map(Vouched::of).orElse(NOBODY);
  }

  private static Vouched of(Authentication found) {
    DmarcResult dmarc = found.dmarc();
    Optional<Domain> from = dmarc.from();
    if (from.isEmpty()) {
      return NOBODY;
    }
    return switch (dmarc.code()) {
      case PASS ->
          dmarc
              .grounds()
              .map(grounds -> by(from.get(), grounds.dkim(), grounds.spf()))
              .orElse(NOBODY);
      case NONE -> {
        Domain organisation = dmarc.organisation().orElse(from.get());
        yield by(from.get(), isSigned(found, organisation), isSent(found, organisation));
      }
      case FAIL, TEMPERROR, PERMERROR -> NOBODY;
    };
  }

  private static boolean isSigned(Authentication found, Domain organisation) {
    return found.dkim().stream()
        .anyMatch(one ->
            one.code() == DkimResult.Code.PASS
                && one.domain().filter(domain -> domain.isWithin(organisation)).isPresent());
  }

  private static boolean isSent(Authentication found, Domain organisation) {
    return found.mail().code() == SpfResult.Code.PASS
        && Domain.parse(found.mail().domain())
            .filter(domain -> domain.isWithin(organisation))
            .isPresent();
  }

  private static Vouched by(Domain from, boolean dkim, boolean spf) {
    List<String> by = new ArrayList<>();
    if (dkim) {
      by.add("DKIM");
    }
    if (spf) {
      by.add("SPF");
    }
    return by.isEmpty() ? NOBODY : new Vouched(from.name(), String.join(" and ", by));
  }
}
