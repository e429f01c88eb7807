package mailroad.guard.vouching;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mailauth.ArcTrust;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.Iprev;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;

/** Weighs what vouches for a message, and does what the domain in From asks for (RFC 7489 section 6.6.2). Pure. */
public final class VouchingFilter implements Filter {
  private final VouchingConfig config;
  private final ArcTrust arc;

  /**
   * With these weights.
   *
   * @param arc who is believed where DMARC fails
   */
  public VouchingFilter(VouchingConfig config, ArcTrust arc) {
    this.config = config;
    this.arc = arc;
  }

  @Override
  public String name() {
    return "authentication";
  }

  @Override
  public Opinion look(Suspect suspect) {
    return suspect.authentication().map(this::of).orElse(Opinion.NONE);
  }

  private Opinion of(Authentication found) {
    List<Evidence> out = new ArrayList<>();
    client(found, out);
    spf(found, out);
    dkim(found, out);
    Optional<Demand> demand = dmarc(found, out);
    return new Opinion(out, demand, List.of());
  }

  private void client(Authentication found, List<Evidence> out) {
    Iprev iprev = found.iprev();
    if (iprev.code() == Iprev.Code.FAIL || iprev.code() == Iprev.Code.PERMERROR) {
      out.add(
          evidence(
              "no-reverse-name",
              config.noName(),
              "the sending server's address has no name that leads back to it",
              iprev.why()));
    }
    if (found.helo().code() == SpfResult.Code.FAIL) {
      out.add(
          evidence(
              "helo-fail",
              config.heloFail(),
              "the sending server gave a name that is not its own",
              found.helo().why()));
    }
  }

  private void spf(Authentication found, List<Evidence> out) {
    SpfResult spf = found.mail();
    switch (spf.code()) {
      case FAIL ->
          out.add(
              evidence(
                  "spf-fail",
                  config.spfFail(),
                  spf.domain() + " says that this server may not send its mail",
                  spf.why()));
      case SOFTFAIL ->
          out.add(
              evidence(
                  "spf-softfail",
                  config.spfSoftfail(),
                  spf.domain() + " says that this server probably may not send its mail",
                  spf.why()));
      case PERMERROR ->
          out.add(
              evidence(
                  "spf-broken",
                  config.spfBroken(),
                  "the SPF record of %s is broken".formatted(spf.domain()),
                  spf.why()));
      case PASS ->
          out.add(
              evidence("spf-pass", 0, "this server may send mail of " + spf.domain(), spf.why()));
      case NONE, NEUTRAL, TEMPERROR ->
          out.add(evidence("spf-" + spf.code(), 0, "SPF says nothing of this server", spf.why()));
    }
  }

  private void dkim(Authentication found, List<Evidence> out) {
    List<DkimResult> signed =
        found.dkim().stream().filter(one -> one.code() != DkimResult.Code.NONE).toList();
    for (DkimResult one : signed) {
      String by = one.domain().map(Domain::name).orElse("nobody who can be read");
      out.add(
          evidence(
              "dkim-" + one.code(), 0, "signed by %s: %s".formatted(by, one.code()), one.why()));
    }
    if (!signed.isEmpty() && signed.stream().allMatch(one -> one.code() == DkimResult.Code.FAIL)) {
      out.add(
          new Evidence(
              "no-signature-holds",
              config.dkimFail(),
              "it was changed on its way, or its signature is forged"));
    }
  }

  private Optional<Demand> dmarc(Authentication found, List<Evidence> out) {
    DmarcResult dmarc = found.dmarc();
    String from = dmarc.from().map(Domain::name).orElse("the domain in From");
    switch (dmarc.code()) {
      case PASS ->
          out.add(
              evidence("dmarc-pass", config.dmarcPass(), from + " vouches for it", dmarc.why()));
      case FAIL -> {
        Optional<Why> vouches = dmarc.from().flatMap(domain -> arc.vouches(found.arc(), domain));
        if (vouches.isEmpty()) {
          return failed(dmarc, from, out);
        }
        out.add(
            evidence(
                "arc-vouches", 0, "who passed it on found that it is from " + from, vouches.get()));
      }
      case NONE -> {
        if (!vouched(found)) {
          out.add(
              evidence(
                  "unvouched",
                  config.unvouched(),
                  "nothing shows that it is really from " + from,
                  dmarc.why()));
        }
      }
      case TEMPERROR, PERMERROR ->
          out.add(
              evidence(
                  "dmarc-" + dmarc.code(),
                  0,
                  "the policy of %s cannot be read".formatted(from),
                  dmarc.why()));
    }
    return Optional.empty();
  }

  private static boolean vouched(Authentication found) {
    return found.mail().code() == SpfResult.Code.PASS
        || found.dkim().stream().anyMatch(one -> one.code() == DkimResult.Code.PASS);
  }

  private Optional<Demand> failed(DmarcResult dmarc, String from, List<Evidence> out) {
    String said = "it says that it is from %s, and nothing shows that".formatted(from);
    return switch (dmarc.wanted()) {
      case NONE -> {
        out.add(evidence("dmarc-fail", config.dmarcFail(), said, dmarc.why()));
        yield Optional.empty();
      }
      case QUARANTINE -> {
        out.add(evidence("dmarc-quarantine", config.dmarcQuarantine(), said, dmarc.why()));
        yield Optional.empty();
      }
      case REJECT -> {
        boolean weighed = config.dmarcReject() == VouchingConfig.Rejection.SCORE;
        out.add(
            evidence("dmarc-reject", weighed ? config.dmarcRejectScore() : 0, said, dmarc.why()));
        yield switch (config.dmarcReject()) {
          case SCORE -> Optional.empty();
          case QUARANTINE -> Optional.of(new Demand.Quarantine(from + " wants such mail refused"));
          case REFUSE ->
              Optional.of(
                  new Demand.Refuse(
                      new Reply(
                          550,
                          "5.7.26", // RFC 7372 section 3.3
                          "%s wants mail refused that nothing vouches for".formatted(from))));
        };
      }
    };
  }

  private static Evidence evidence(String name, double score, String said, Why why) {
    return new Evidence(name, score, new Why(said, List.of(why)));
  }
}
