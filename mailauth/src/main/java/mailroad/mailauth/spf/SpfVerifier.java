package mailroad.mailauth.spf;

import java.net.InetAddress;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mailauth.reading.Memory;

/** Checks whether hosts may send for domains (RFC 7208). Any number of tasks may use it; each waits for DNS. */
public final class SpfVerifier {
  private final Resolver resolver;
  private final Check.Surroundings on;

  /**
   * A verifier.
   *
   * @param receiver the name of this server, which domains may put into explanations
   */
  public SpfVerifier(World world, Resolver resolver, SpfConfig config, Domain receiver) {
    this.resolver = resolver;
    this.on =
        new Check.Surroundings(
            world, config, new Memory<>(config.recordsMax(), SpfRecord::read), receiver);
  }

  private SpfVerifier(Resolver resolver, Check.Surroundings on) {
    this.resolver = resolver;
    this.on = on;
  }

  /** The same verifier by what this resolver says, with the same memory. */
  public SpfVerifier by(Resolver other) {
    return new SpfVerifier(other, on);
  }

  /**
   * Whether a host may call itself what it does (RFC 7208 section 2.3).
   *
   * @param helo the name that it gave, whatever that is
   * @throws InterruptedException if the task is cancelled
   */
  public SpfResult helo(InetAddress client, String helo) throws InterruptedException {
    return check(Identity.helo(client, helo));
  }

  /**
   * Whether a host may send for the reverse-path's domain; for the name that it gave where the path is empty (RFC 7208
   * section 2.4).
   *
   * @throws InterruptedException if the task is cancelled
   */
  public SpfResult mail(InetAddress client, String helo, ReversePath sender)
      throws InterruptedException {
    return check(Identity.mail(client, helo, sender));
  }

  SpfResult check(Identity identity) throws InterruptedException {
    Lookups lookups = new Lookups(on.world(), resolver, on.config(), identity.client());
    Check check = new Check(identity, lookups, on);
    Outcome outcome = check.of(identity.domain());
    boolean explained = outcome.code() == SpfResult.Code.FAIL && on.config().explain();
    Optional<String> words =
        explained && outcome.explanation().isPresent()
            ? check.explanation(outcome.explanation().get())
            : Optional.empty();
    String domain = HostName.isQualified(identity.domain()) ? identity.domain() : "";
    return new SpfResult(outcome.code(), domain, words, outcome.why());
  }
}
