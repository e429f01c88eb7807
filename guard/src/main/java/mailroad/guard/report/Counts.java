package mailroad.guard.report;

import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Witness;
import mailroad.kernel.AddressText;
import mailroad.kernel.Domain;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.dmarc.DmarcResult.Grounds;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.mta.report.DayCounts;

/** What became of messages in the name of domains that ask for reports. Any number of tasks may count. */
final class Counts implements Witness {
  private static final int SIGNATURES_MAX = 5;

  private final boolean on;
  private final DayCounts<Tally> counts;

  /**
   * Counts.
   *
   * @param on whether it does
   */
  Counts(boolean on, DayCounts<Tally> counts) {
    this.on = on;
    this.counts = counts;
  }

  @Override
  public void judged(Suspect suspect, Judgement judgement) {
    Optional<Authentication> found = suspect.authentication();
    if (!on || found.isEmpty() || suspect.arriving().client().isEmpty()) {
      return;
    }
    DmarcResult dmarc = found.get().dmarc();
    Optional<Grounds> grounds = dmarc.grounds();
    boolean judged = dmarc.code() == DmarcResult.Code.PASS || dmarc.code() == DmarcResult.Code.FAIL;
    if (judged && grounds.isPresent() && !grounds.get().record().reports().isEmpty()) {
      String source = AddressText.of(suspect.arriving().client().get().remote().getAddress());
      String envelope =
          suspect.arriving().sender().mailbox().map(box -> box.domain().name()).orElse("");
      Row row = row(found.get(), grounds.get(), new Seen(source, envelope, judgement));
      counts.count(grounds.get().domain(), tally -> tally.add(row, 1));
    }
  }

  /** What the session showed, and what came of it. */
  private record Seen(String source, String envelope, Judgement judgement) {}

  private static Row row(Authentication found, Grounds grounds, Seen seen) {
    DmarcResult dmarc = found.dmarc();
    boolean failed = dmarc.code() == DmarcResult.Code.FAIL;
    String disposition = failed ? disposition(seen.judgement()) : "none";
    String reason =
        !failed || disposition.equals(dmarc.wanted().toString())
            ? failed && grounds.spared() ? "sampled_out" : ""
            : "local_policy";
    List<Row.Signature> signatures =
        found.dkim().stream()
            .filter(one -> one.domain().isPresent())
            .limit(SIGNATURES_MAX)
            .map(one ->
                new Row.Signature(one.domain().get().name(), one.selector(), one.code().toString()))
            .toList();
    return new Row(
        seen.source(),
        disposition,
        grounds.dkim(),
        grounds.spf(),
        reason,
        dmarc.from().map(Domain::name).orElse(""),
        seen.envelope(),
        found.mail().domain(),
        found.mail().code().toString(),
        signatures);
  }

  /** RFC 7489 appendix C: what was done, as DMARC calls it. */
  private static String disposition(Judgement judgement) {
    if (judgement.refusal().isPresent()) {
      return "reject";
    }
    boolean kept =
        judgement.envelope().recipients().stream()
            .allMatch(to -> judgement.placement(to.address()) == Placement.USUAL);
    return kept ? "none" : "quarantine";
  }
}
