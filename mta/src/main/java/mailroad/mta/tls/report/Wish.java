package mailroad.mta.tls.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.dns.Answer;
import mailroad.dns.Rr;

/** Whether a domain wants reports, and where (RFC 8460 section 3). Pure. */
sealed interface Wish {
  /** A domain is one who asks, and may name others; it is not to have us knock at many doors. */
  int DESTINATIONS_MAX = 4;

  Pattern RECORD = Pattern.compile("(?s)v=TLSRPTv1[ \t]*;.*");

  /** It does. */
  record Reports(List<Destination> to) implements Wish {
    /** The record's list does not change. */
    public Reports {
      to = List.copyOf(to);
    }
  }

  /** It does not, or cannot say so. */
  record Silence(String reason) implements Wish {}

  /** It cannot be known now. */
  record Unknown(String reason) implements Wish {}

  /** Where the record stands. */
  static String name(String domain) {
    return "_smtp._tls." + domain;
  }

  /** What DNS says. */
  static Wish of(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> read(found.records());
      case Answer.NoData _, Answer.NoDomain _ -> new Silence("there is no record");
      case Answer.Failed failed -> new Unknown(failed.reason());
    };
  }

  private static Wish read(List<Rr> records) {
    List<String> ours =
        records.stream()
            .flatMap(rr ->
                rr.data() instanceof Rr.Txt(var text) && RECORD.matcher(text).matches()
                    ? Optional.of(text).stream()
                    : Optional.<String>empty().stream())
            .toList();
    // RFC 8460 section 3: of two, none counts.
    return ours.size() == 1
        ? destinations(ours.getFirst())
        : new Silence("there are %d records".formatted(ours.size()));
  }

  private static Wish destinations(String record) {
    List<Destination> to = new ArrayList<>();
    for (String field : record.split(";", -1)) {
      String[] halves = field.strip().split("=", 2);
      if (halves.length == 2 && halves[0].strip().equals("rua")) {
        for (String uri : halves[1].split(",", -1)) {
          Destination.parse(uri.strip())
              .filter(found -> !to.contains(found) && to.size() < DESTINATIONS_MAX)
              .ifPresent(to::add);
        }
      }
    }
    return to.isEmpty() ? new Silence("the record names nobody to report to") : new Reports(to);
  }
}
