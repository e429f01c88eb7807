package mailroad.guard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.dmarc.Discovery;
import mailroad.mailauth.dmarc.DmarcRecord;
import mailroad.mailauth.dmarc.ReportUri;
import mailroad.mailauth.suffix.SuffixList;

/** Whether a domain wants reports, and where: its record, and the word of those others that it names. */
sealed interface Wish {
  /** It does. */
  record Reports(DmarcRecord record, List<ReportUri> to) implements Wish {}

  /** It does not, or nobody that it names agrees. */
  record Silence(String reason) implements Wish {}

  /** It cannot be known now. */
  record Unknown(String reason) implements Wish {}

  /** Whom wishes are asked of. */
  record Oracle(Resolver resolver, MailAuth auth, SuffixList suffixes, int targetsMax) {
    Wish of(Domain domain) throws InterruptedException {
      return switch (auth.policy(domain)) {
        case Discovery.Found found when found.at().equals(domain) -> agreed(domain, found.record());
        case Discovery.Unknown unknown -> new Unknown(unknown.why().finding());
        case Discovery.Found _, Discovery.None _, Discovery.Broken _ ->
            new Silence("there is no record any more");
      };
    }

    /** Whether a domain wants its reports at this address, and that domain agrees; empty if it cannot be known now. */
    Optional<Boolean> names(Domain domain, EmailAddress at) throws InterruptedException {
      return switch (auth.policy(domain)) {
        case Discovery.Found found when found.at().equals(domain) ->
            found.record().reports().stream().anyMatch(uri -> isSame(uri.address(), at))
                ? takes(domain, at.domain())
                : Optional.of(false);
        case Discovery.Unknown _ -> Optional.empty();
        case Discovery.Found _, Discovery.None _, Discovery.Broken _ -> Optional.of(false);
      };
    }

    private static boolean isSame(EmailAddress one, EmailAddress other) {
      return one.toString().equalsIgnoreCase(other.toString());
    }

    private Wish agreed(Domain domain, DmarcRecord record) throws InterruptedException {
      List<ReportUri> to = new ArrayList<>();
      for (ReportUri uri : record.reports()) {
        Optional<Boolean> takes = takes(domain, uri.address().domain());
        if (takes.isEmpty()) {
          return new Unknown(uri.address().domain() + " cannot be asked whether it takes reports");
        }
        if (takes.get() && to.size() < targetsMax) {
          to.add(uri);
        }
      }
      return to.isEmpty()
          ? new Silence("nobody that the record names takes reports")
          : new Reports(record, to);
    }

    /** RFC 7489 section 7.1: another organisation must say that it takes reports about the domain. */
    private Optional<Boolean> takes(Domain domain, Domain other) throws InterruptedException {
      if (suffixes.organisation(domain).equals(suffixes.organisation(other))) {
        return Optional.of(true);
      }
      if (other.isLiteral()) {
        return Optional.of(false);
      }
      String name = "%s._report._dmarc.%s".formatted(domain, other);
      return switch (resolver.resolve(name, RecordType.TXT)) {
        case Answer.Found found -> Optional.of(found.records().stream().anyMatch(Oracle::isYes));
        case Answer.NoData _, Answer.NoDomain _ -> Optional.of(false);
        case Answer.Failed _ -> Optional.empty();
      };
    }

    private static boolean isYes(Rr rr) {
      return rr.data() instanceof Rr.Txt(var text)
          && text.matches("(?s)v[ \\t]*=[ \\t]*DMARC1[ \\t]*(;.*)?");
    }
  }
}
