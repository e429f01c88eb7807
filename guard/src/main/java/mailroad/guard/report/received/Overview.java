package mailroad.guard.report.received;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mailroad.guard.report.Row;
import mailroad.guard.report.Tally;

/**
 * What reports say together.
 *
 * @param domains sums of our domains, those with the most messages first
 * @param sources sums of the addresses that sent in their name, likewise
 * @param reports each report, those about the last days first
 */
public record Overview(List<DomainSum> domains, List<SourceSum> sources, List<ReportLine> reports) {
  /** The record's lists do not change. */
  public Overview {
    domains = List.copyOf(domains);
    sources = List.copyOf(sources);
    reports = List.copyOf(reports);
  }

  /**
   * Messages.
   *
   * @param dkim those for which an aligned signature vouched
   * @param spf those for which SPF of an aligned domain did
   * @param failed those for which neither did
   * @param quarantined those that were treated as suspicious
   * @param rejected those that were refused
   */
  public record Numbers(
      long messages, long dkim, long spf, long failed, long quarantined, long rejected) {
    static final Numbers NONE = new Numbers(0, 0, 0, 0, 0, 0);

    Numbers plus(Row row, long more) {
      return new Numbers(
          messages + more,
          dkim + (row.dkimAligned() ? more : 0),
          spf + (row.spfAligned() ? more : 0),
          failed + (row.failed() ? more : 0),
          quarantined + (row.disposition().equals("quarantine") ? more : 0),
          rejected + (row.disposition().equals("reject") ? more : 0));
    }
  }

  /**
   * Mail in the name of a domain.
   *
   * @param untold messages that its reports tell apart no further
   */
  public record DomainSum(
      String domain, int reports, Numbers numbers, long untold, List<String> reporters) {}

  /** Mail in the name of a domain from one address. */
  public record SourceSum(String domain, String source, Numbers numbers, List<String> reporters) {}

  /**
   * A report.
   *
   * @param vouchedDomain the domain of its mail that DKIM or SPF vouches for; empty if nothing does
   * @param counted whether it is among the sums
   * @param message the queue id of its mail
   */
  public record ReportLine(
      String domain,
      String start,
      String end,
      String organization,
      String contact,
      String id,
      String policy,
      long messages,
      long failed,
      int rowsUnread,
      String vouchedDomain,
      String vouchedBy,
      boolean counted,
      String sender,
      String message,
      String received) {}

  /** Sums up reports one after the other, and keeps none of them. For one task. */
  static final class Sum {
    /** Beyond these, addresses are not told apart. */
    private static final int SOURCES_MAX = 50_000;

    private final int limit;
    private final boolean vouchedOnly;
    private final Map<String, Part> domains = new LinkedHashMap<>();
    private final Map<Source, Part> sources = new LinkedHashMap<>();
    private final List<ReportLine> reports = new ArrayList<>();

    private record Source(String domain, String address) {}

    private static final class Part {
      private Numbers numbers = Numbers.NONE;
      private int reports;
      private long untold;
      private final Set<String> reporters = new TreeSet<>();
    }

    Sum(int limit, boolean vouchedOnly) {
      this.limit = limit;
      this.vouchedOnly = vouchedOnly;
    }

    void add(Received received) {
      boolean counted = received.vouched().holds() || !vouchedOnly;
      if (reports.size() < limit) {
        reports.add(line(received, counted));
      }
      if (counted) {
        count(received.feedback());
      }
    }

    private void count(Feedback feedback) {
      Tally tally = feedback.tally();
      String domain = feedback.domain().name();
      Part whole = domains.computeIfAbsent(domain, _ -> new Part());
      whole.reports++;
      whole.reporters.add(feedback.organization());
      long told = 0;
      for (Map.Entry<Row, Long> entry : tally.rows().entrySet()) {
        Row row = entry.getKey();
        long messages = entry.getValue();
        told += messages;
        whole.numbers = whole.numbers.plus(row, messages);
        Source source = new Source(domain, row.source());
        if (sources.size() < SOURCES_MAX || sources.containsKey(source)) {
          Part part = sources.computeIfAbsent(source, _ -> new Part());
          part.numbers = part.numbers.plus(row, messages);
          part.reporters.add(feedback.organization());
        }
      }
      whole.untold += tally.messages() - told;
    }

    private static ReportLine line(Received received, boolean counted) {
      Feedback feedback = received.feedback();
      return new ReportLine(
          feedback.domain().name(),
          feedback.start().toString(),
          feedback.end().toString(),
          feedback.organization(),
          feedback.contact(),
          feedback.id(),
          feedback.policy(),
          feedback.tally().messages(),
          feedback.tally().failed(),
          feedback.rowsUnread(),
          received.vouched().domain(),
          received.vouched().by(),
          counted,
          received.sender(),
          received.message(),
          received.at().toString());
    }

    Overview made() {
      List<DomainSum> byDomain =
          domains.entrySet().stream()
              .map(entry -> {
                Part part = entry.getValue();
                return new DomainSum(
                    entry.getKey(),
                    part.reports,
                    part.numbers,
                    part.untold,
                    List.copyOf(part.reporters));
              })
              .sorted(
                  Comparator.comparingLong((DomainSum sum) -> sum.numbers().messages()).reversed())
              .limit(limit)
              .toList();
      List<SourceSum> bySource =
          sources.entrySet().stream()
              .map(entry ->
                  new SourceSum(
                      entry.getKey().domain(),
                      entry.getKey().address(),
                      entry.getValue().numbers,
                      List.copyOf(entry.getValue().reporters)))
              .sorted(
                  Comparator.comparingLong((SourceSum sum) -> sum.numbers().messages()).reversed())
              .limit(limit)
              .toList();
      return new Overview(byDomain, bySource, reports);
    }
  }
}
