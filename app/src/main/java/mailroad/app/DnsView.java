package mailroad.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailroad.dns.Answer;
import mailroad.dns.Rr;
import mailroad.dns.WalkStep;
import mailroad.kernel.Text;
import mailroad.mta.advice.Advice;
import mailroad.mta.advice.DomainCheck;
import mailroad.mta.advice.Looked;

/** What DNS said, for JSON and for people. */
record DnsView(
    String name,
    List<LookView> questions,
    Map<String, ZoneView> zones,
    List<AdviceView> advice,
    String text) {
  /** One question, how it was answered, and how that came about. */
  record LookView(
      String name,
      String type,
      String answer,
      boolean secure,
      String reason,
      List<String> records,
      List<StepView> steps) {}

  /** One step of a walk; what does not apply is empty. */
  record StepView(
      String kind,
      int depth,
      String server,
      String address,
      String transport,
      String question,
      String outcome,
      long millis,
      List<String> records) {}

  /** What DNSSEC makes of a zone. */
  record ZoneView(String security, String why) {}

  /** Something to know. */
  record AdviceView(String level, String about, String text) {}

  static DnsView of(Looked looked) {
    return of(looked.name(), List.of(looked), List.of());
  }

  static DnsView of(DomainCheck.Report report) {
    return of(report.domain(), report.all(), report.advice());
  }

  private static DnsView of(String name, List<Looked> looked, List<Advice> advice) {
    Map<String, ZoneView> zones = zones(looked);
    return new DnsView(
        name,
        looked.stream().map(DnsView::view).toList(),
        zones,
        advice.stream().map(it -> new AdviceView(word(it.level()), it.about(), it.text())).toList(),
        text(looked, zones, advice));
  }

  private static LookView view(Looked looked) {
    return new LookView(
        looked.name(),
        looked.type().name(),
        switch (looked.answer()) {
          case Answer.Found _ -> "found";
          case Answer.NoData _ -> "no data";
          case Answer.NoDomain _ -> "no domain";
          case Answer.Failed _ -> "failed";
        },
        looked.isSecure(),
        looked.answer() instanceof Answer.Failed(var reason, _) ? reason : "",
        records(looked),
        looked.steps().stream().map(DnsView::view).toList());
  }

  private static List<String> records(Looked looked) {
    List<String> records = new ArrayList<>();
    looked.aliases().stream().map(Rr::text).forEach(records::add);
    looked.records().stream().map(Rr::text).forEach(records::add);
    return records;
  }

  private static StepView view(WalkStep step) {
    return switch (step) {
      case WalkStep.Asked it ->
          new StepView(
              "asked",
              it.depth(),
              it.server(),
              it.address().getAddress().getHostAddress() + "#" + it.address().getPort(),
              it.tcp() ? "tcp" : "udp",
              it.question(),
              it.outcome(),
              it.took().toMillis(),
              it.records());
      case WalkStep.Remembered it ->
          new StepView(
              "remembered", it.depth(), "", "", "", it.question(), it.outcome(), 0, it.records());
      case WalkStep.Judged it ->
          new StepView(
              word(it.security()), it.depth(), "", "", "", it.zone(), it.finding(), 0, List.of());
      case WalkStep.Noted it ->
          new StepView("noted", it.depth(), "", "", "", "", it.finding(), 0, List.of());
    };
  }

  private static Map<String, ZoneView> zones(List<Looked> looked) {
    Map<String, ZoneView> zones = new LinkedHashMap<>();
    for (Looked each : looked) {
      for (WalkStep step : each.steps()) {
        if (step instanceof WalkStep.Judged it) {
          zones.putIfAbsent(it.zone(), new ZoneView(word(it.security()), it.verdict()));
        }
      }
    }
    return zones;
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String text(
      List<Looked> looked, Map<String, ZoneView> zones, List<Advice> advice) {
    StringBuilder text = new StringBuilder();
    looked.forEach(each -> text.append(each.answer().walk()));
    if (!zones.isEmpty()) {
      text.append("\nDNSSEC\n");
      zones.forEach((zone, it) ->
          text.append(
              "  %-13s %s  %s%n"
                  .formatted(it.security(), Text.visible(zone), Text.visible(it.why()))));
    }
    if (!advice.isEmpty()) {
      text.append("\nAdvice\n");
      advice.forEach(it ->
          text.append(
              "  %-8s %s: %s%n"
                  .formatted(word(it.level()), Text.visible(it.about()), Text.visible(it.text()))));
    }
    return text.toString();
  }
}
