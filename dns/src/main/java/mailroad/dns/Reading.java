package mailroad.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * What an authoritative server's message means for a question, given the zone that the server was asked
 * for. Pure. Only what lies within that zone is believed: whatever else a message holds is not read.
 */
sealed interface Reading {
  /** The zone's own word, final or to be followed along an alias. */
  record Final(Finding finding, Proofs proofs) implements Reading {
    Final(Finding finding) {
      this(finding, Proofs.NONE);
    }
  }

  /**
   * A deeper zone holds the name.
   *
   * @param zone truly below the zone asked, and the name's own or above it
   * @param glue addresses of those servers whose names lie within the zone asked
   * @param proofs what the zone asked says about the deeper zone's keys
   */
  record Referral(Name zone, List<NSRecord> servers, List<Record> glue, Proofs proofs)
      implements Reading {
    long ttlSeconds() {
      return Stream.concat(servers.stream(), glue.stream())
          .mapToLong(Record::getTTL)
          .min()
          .orElse(0);
    }
  }

  /**
   * Nothing to be used.
   *
   * @param lame whether the server does not serve the zone at all, rather than failing for now
   */
  record Useless(String why, boolean lame) implements Reading {}

  static Reading of(Message message, Question question, Name zone, int aliasesMax) {
    Reading reading = read(message, question, zone, aliasesMax);
    return reading instanceof Final(var finding, _)
        ? new Final(finding, Proofs.of(message))
        : reading;
  }

  private static Reading read(Message message, Question question, Name zone, int aliasesMax) {
    return switch (message.getRcode()) {
      case Rcode.NOERROR, Rcode.YXDOMAIN -> success(message, question, zone, aliasesMax);
      case Rcode.NXDOMAIN -> denial(message, question, zone, aliasesMax);
      case Rcode.REFUSED, Rcode.NOTAUTH -> useless(message, true);
      default -> useless(message, false);
    };
  }

  private static Reading useless(Message message, boolean lame) {
    return new Useless(Rcode.string(message.getRcode()) + Messages.extendedError(message), lame);
  }

  private static Reading success(Message message, Question question, Name zone, int aliasesMax) {
    boolean authoritative = Messages.flag(message, Flags.AA);
    Chain chain =
        Chain.follow(question, Messages.section(message, Section.ANSWER), zone, aliasesMax);
    if (isTold(chain)) {
      return authoritative ? told(chain) : new Useless("answered without authority", true);
    }
    if (message.getRcode() == Rcode.YXDOMAIN) {
      return useless(message, false);
    }
    Optional<SOARecord> soa = soa(message, question, zone);
    if (soa.isEmpty()) {
      Optional<Reading> referral = referral(message, question, zone);
      if (referral.isPresent()) {
        return referral.get();
      }
    }
    return authoritative
        ? ended(question, new Finding.NoData(soa))
        : new Useless("denied without authority", true);
  }

  private static Reading denial(Message message, Question question, Name zone, int aliasesMax) {
    if (!Messages.flag(message, Flags.AA)) {
      return new Useless("denied without authority", true);
    }
    Chain chain =
        Chain.follow(question, Messages.section(message, Section.ANSWER), zone, aliasesMax);
    // RFC 6604 section 2: with aliases the code is about their end, which is asked about by itself.
    return isTold(chain)
        ? told(chain)
        : ended(question, new Finding.NoDomain(soa(message, question, zone)));
  }

  private static boolean isTold(Chain chain) {
    return !chain.aliases().isEmpty() || !chain.records().isEmpty() || chain.broken().isPresent();
  }

  private static Reading told(Chain chain) {
    Finding.What what =
        chain.broken().isPresent()
            ? new Finding.Failed(chain.broken().get())
            : chain.records().isEmpty() ? new Finding.Onward() : new Finding.Found(chain.records());
    return new Final(new Finding(chain.aliases(), chain.end(), what));
  }

  private static Reading ended(Question question, Finding.What what) {
    return new Final(new Finding(List.of(), question.name(), what));
  }

  /** The SOA that proves a denial: of a zone at or above the name, at or below the zone asked. */
  private static Optional<SOARecord> soa(Message message, Question question, Name zone) {
    return Messages.soa(message)
        .filter(soa -> question.name().subdomain(soa.getName()) && soa.getName().subdomain(zone));
  }

  private static Optional<Reading> referral(Message message, Question question, Name zone) {
    List<NSRecord> servers =
        Messages.section(message, Section.AUTHORITY).stream()
            .filter(NSRecord.class::isInstance)
            .map(NSRecord.class::cast)
            .toList();
    if (servers.isEmpty()) {
      return Optional.empty();
    }
    Name child = servers.getFirst().getName();
    if (!question.name().subdomain(child)) {
      return Optional.of(new Useless("referred sideways to " + Records.show(child), true));
    }
    if (!Records.isBelow(child, zone)) {
      // The zone itself or one above: who says this does not serve the zone, and believing it would
      // loop.
      return Messages.flag(message, Flags.AA)
          ? Optional.empty()
          : Optional.of(new Useless("referred back to " + Records.show(child), true));
    }
    List<NSRecord> same = servers.stream().filter(ns -> ns.getName().equals(child)).toList();
    return Optional.of(new Referral(child, same, glue(message, same, zone), Proofs.of(message)));
  }

  private static List<Record> glue(Message message, List<NSRecord> servers, Name zone) {
    return Messages.section(message, Section.ADDITIONAL).stream()
        .filter(record -> Records.address(record).isPresent())
        .filter(record -> record.getName().subdomain(zone))
        .filter(record -> servers.stream().anyMatch(ns -> ns.getTarget().equals(record.getName())))
        .distinct()
        .toList();
  }
}
