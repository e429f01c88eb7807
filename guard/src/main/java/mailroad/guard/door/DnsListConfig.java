package mailroad.guard.door;

import java.util.List;
import mailroad.kernel.Domain;

/**
 * A DNS list that is asked about strangers (RFC 5782).
 *
 * @param name what it is called in evidence: lower-case letters, digits and hyphens
 * @param zone where it is asked, such as {@code zen.spamhaus.org}
 * @param of what it is asked about
 * @param weight score of who is listed; below zero for a list of those who are known as good
 * @param answers which answers count: addresses, ranges such as {@code 127.0.0.4-127.0.0.7}, networks; without any, each in
 *     127.0.0.0/8 but the errors in 127.255.255.0/24
 * @param untested whether it is used without the test entries of RFC 5782 section 5, as lists of one's own may lack them
 */
public record DnsListConfig(
    String name, String zone, Subject of, double weight, List<String> answers, boolean untested) {
  /** What a list knows. */
  public enum Subject {
    /** The client's address. */
    CLIENT,
    /** The name that the client gives. */
    HELO,
    /** The domain of the reverse-path. */
    SENDER,
    /** The name of the client's address that leads back to it. */
    REVERSE
  }

  /** A list that can be asked. */
  public DnsListConfig {
    require(name.matches("[a-z0-9][a-z0-9-]{0,62}"), "name must be letters, digits and hyphens");
    require(
        Domain.parse(zone).filter(domain -> !domain.isLiteral()).isPresent(),
        "zone must be a domain name");
    require(Double.isFinite(weight) && weight != 0, "weight must be a score other than 0");
    answers = List.copyOf(answers);
    Answers.parse(answers);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
