package mailroad.mailauth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mailauth.Asking.Awaited;
import mailroad.mailauth.arc.ArcResult;
import mailroad.mailauth.arc.ArcVerifier;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dkim.DkimVerifier;
import mailroad.mailauth.dmarc.Discovery;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.dmarc.DmarcVerifier;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.spf.SpfVerifier;
import mailroad.mailauth.suffix.SuffixList;

/**
 * Finds out who a message is really from: asks all that can vouch for it, at the same time and within one time limit;
 * whom the resolver knows all about already it asks without further ado. Any number of tasks may use it; each waits for
 * DNS.
 */
public final class MailAuth {
  private final World world;
  private final MailAuthConfig config;
  private final Checks checks;
  private final Checks atOnce;

  /**
   * What it stands on.
   *
   * @param hostname of this server
   * @param suffixes which domains belong to one organisation
   */
  public record Surroundings(
      World world, Resolver resolver, Domain hostname, SuffixList suffixes) {}

  /** With these limits. */
  public MailAuth(Surroundings on, MailAuthConfig config) {
    this.world = on.world();
    this.config = config;
    this.checks =
        new Checks(
            new IprevCheck(on.resolver(), config.namesMax()),
            new SpfVerifier(world, on.resolver(), config.spf(), on.hostname()),
            new DkimVerifier(on.resolver(), config.dkim()),
            new ArcVerifier(on.resolver(), config.arc(), config.dkim()),
            new DmarcVerifier(world, on.resolver(), config.dmarc(), on.suffixes()));
    this.atOnce = checks.atOnce(on.resolver());
  }

  /**
   * Asks. Whatever DNS does is part of the answer; what is not known within the time limit is a temporary error.
   *
   * @throws IOException if the machine failed to read the message
   * @throws InterruptedException if the task is cancelled
   */
  public Authentication verify(Question question) throws IOException, InterruptedException {
    try (Asking asking = new Asking(world, checks, atOnce, config.timeout())) {
      Awaited<Iprev> name =
          asking.ask(
              "iprev",
              by -> by.iprev().of(question.client()),
              reason -> IprevCheck.unknown(List.of(), reason, List.of()));
      Awaited<SpfResult> helo =
          asking.ask(
              "spf-helo",
              by -> by.spf().helo(question.client(), question.helo()),
              reason -> unknownSpf(question.helo(), reason));
      // RFC 7208 section 2.4: without a reverse-path it is the same question.
      Optional<EmailAddress> sender = question.sender().mailbox();
      Awaited<SpfResult> mail = sender.isPresent() ? mail(asking, question, sender.get()) : helo;
      Awaited<List<DkimResult>> signatures = signatures(asking, question);
      Awaited<ArcResult> chain = chain(asking, question);
      Awaited<Optional<DmarcVerifier.Discovered>> policies =
          asking.ask(
              "dmarc",
              by -> Optional.of(by.dmarc().discover(question.header())),
              _ -> Optional.empty());
      Vouchers vouchers =
          new Vouchers(name.await(), helo.await(), mail.await(), signatures.await());
      DmarcResult result = judge(asking, policies.await(), vouchers);
      return new Authentication(
          vouchers.name(),
          vouchers.helo(),
          vouchers.mail(),
          vouchers.dkim(),
          chain.await(),
          result);
    }
  }

  /** What may vouch for a message. */
  private record Vouchers(Iprev name, SpfResult helo, SpfResult mail, List<DkimResult> dkim) {}

  private static Awaited<SpfResult> mail(Asking asking, Question question, EmailAddress sender)
      throws IOException, InterruptedException {
    return asking.ask(
        "spf-mail",
        by -> by.spf().mail(question.client(), question.helo(), ReversePath.of(sender)),
        reason -> unknownSpf(sender.domain().name(), reason));
  }

  private Awaited<List<DkimResult>> signatures(Asking asking, Question question)
      throws IOException, InterruptedException {
    if (question.header().count("DKIM-Signature") == 0 && !question.header().cut()) {
      return List::of;
    }
    return asking.ask(
        "dkim",
        by ->
            question.header().cut()
                ? by.dkim().verify(question.content(), world.now())
                : by.dkim().verify(question.content(), question.header(), world.now()),
        reason ->
            List.of(DkimResult.of(DkimResult.Code.TEMPERROR, Optional.empty(), new Why(reason))));
  }

  /** What is not known in time is not to be relied on. */
  private Awaited<ArcResult> chain(Asking asking, Question question)
      throws IOException, InterruptedException {
    return asking.ask(
        "arc",
        by ->
            question.header().cut()
                ? by.arc().verify(question.content(), world.now())
                : by.arc().verify(question.content(), question.header(), world.now()),
        reason -> new ArcResult(ArcResult.Code.FAIL, List.of(), new Why(reason)));
  }

  /** Alignment may need DNS as well, where organisations are found by it. */
  private DmarcResult judge(
      Asking asking, Optional<DmarcVerifier.Discovered> found, Vouchers vouchers)
      throws IOException, InterruptedException {
    if (found.isEmpty()) {
      return unknownDmarc("the policy could not be found in time");
    }
    return asking
        .ask(
            "dmarc-alignment",
            by -> by.dmarc().judge(found.get(), vouchers.mail(), vouchers.dkim()),
            MailAuth::unknownDmarc)
        .await();
  }

  private static SpfResult unknownSpf(String domain, String reason) {
    return new SpfResult(SpfResult.Code.TEMPERROR, domain, new Why(reason));
  }

  private static DmarcResult unknownDmarc(String reason) {
    return new DmarcResult(
        DmarcResult.Code.TEMPERROR,
        Optional.empty(),
        Optional.empty(),
        DmarcResult.Policy.NONE,
        new Why(reason));
  }

  /**
   * The record that says what is to be done with mail in the name of a domain.
   *
   * @throws InterruptedException if the task is cancelled
   */
  public Discovery policy(Domain domain) throws InterruptedException {
    return checks.dmarc().discover(domain);
  }
}
