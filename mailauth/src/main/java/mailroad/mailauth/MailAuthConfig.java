package mailroad.mailauth;

import java.time.Duration;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.dkim.DkimConfig;
import mailroad.mailauth.dmarc.DmarcConfig;
import mailroad.mailauth.spf.SpfConfig;

/**
 * How it is found who a message is really from.
 *
 * @param timeout how long all checks of one message may take together; what is not known then counts as a DNS failure
 * @param namesMax most names of a client's address that are looked up again
 * @param suffixList file with the list of public suffixes, as publicsuffix.org has it; empty for the one that comes
 *     with the program
 * @param spf which hosts may send for a domain
 * @param dkim how signatures of domains are verified and made
 * @param dmarc what a domain wants done with mail in its name
 * @param arc what servers on the way found before they changed a message
 */
public record MailAuthConfig(
    Duration timeout,
    int namesMax,
    String suffixList,
    SpfConfig spf,
    DkimConfig dkim,
    DmarcConfig dmarc,
    ArcConfig arc) {
  /** As the RFCs have it. */
  public static final MailAuthConfig DEFAULT =
      new MailAuthConfig(
          Duration.ofSeconds(30),
          10,
          "",
          SpfConfig.DEFAULT,
          DkimConfig.DEFAULT,
          DmarcConfig.DEFAULT,
          ArcConfig.DEFAULT);

  /** Checks the bounds. */
  public MailAuthConfig {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be longer than zero");
    }
    if (namesMax < 1 || namesMax > 100) {
      throw new IllegalArgumentException("names-max must be from 1 to 100");
    }
  }
}
