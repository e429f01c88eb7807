package mailroad.guard.quarantine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mime.Header;
import mailroad.smtp.server.Client;

/**
 * Whether a letter to a message's sender reaches who wrote it, and no stranger whose address was forged. Mail by programs
 * and lists is answered by nobody (RFC 3834 section 2).
 */
enum Answerable {
  /** Nobody may be told. */
  NOBODY,
  /** A user who logged in here. */
  USER,
  /** Somebody at another domain, which vouches for its address. */
  VOUCHED;

  private static final List<String> BULK = List.of("bulk", "list", "junk");

  static Answerable of(Suspect suspect) {
    Optional<EmailAddress> sender = suspect.arriving().envelope().sender().mailbox();
    if (sender.isEmpty() || isByProgram(suspect.arriving().header())) {
      return NOBODY;
    }
    if (suspect.arriving().client().flatMap(Client::login).isPresent()) {
      return USER;
    }
    return suspect
            .authentication()
            .filter(found -> vouchesFor(found.dmarc(), sender.get().domain()))
            .isPresent()
        ? VOUCHED
        : NOBODY;
  }

  /** DMARC speaks of the From field: the letter goes to the reverse-path, which must belong to the same organisation. */
  private static boolean vouchesFor(DmarcResult dmarc, Domain sender) {
    return dmarc.code() == DmarcResult.Code.PASS
        && dmarc.organisation().or(dmarc::from).filter(sender::isWithin).isPresent();
  }

  private static boolean isByProgram(Header header) {
    return header.value("Auto-Submitted").filter(value -> !isNo(value)).isPresent()
        || header.count("List-Id") > 0
        || header.value("Precedence").map(Answerable::plain).filter(BULK::contains).isPresent();
  }

  private static boolean isNo(String value) {
    return plain(value).startsWith("no");
  }

  private static String plain(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
