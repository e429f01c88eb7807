package mailroad.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.Rr;
import mailroad.dns.TrustAnchor;
import mailroad.dns.TrustPoint;
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
    List<AnchorView> anchors,
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

  /**
   * A key that trust begins with.
   *
   * @param until when its state may end by itself; empty if it does not
   * @param nextLook when the zone's keys are looked at again
   */
  record AnchorView(
      String zone,
      int key,
      String state,
      String since,
      String until,
      String origin,
      String ds,
      String nextLook) {}

  /** Something to know. */
  record AdviceView(String level, String about, String text) {}

  static DnsView of(Looked looked, List<TrustPoint> trust) {
    return of(looked.name(), List.of(looked), trust, List.of());
  }

  static DnsView of(DomainCheck.Report report, List<TrustPoint> trust) {
    return of(report.domain(), report.all(), trust, report.advice());
  }

  private static DnsView of(
      String name, List<Looked> looked, List<TrustPoint> trust, List<Advice> advice) {
    Map<String, ZoneView> zones = zones(looked);
    return new DnsView(
        name,
        looked.stream().map(DnsView::view).toList(),
        zones,
        trust.stream().flatMap(DnsView::anchors).toList(),
        advice.stream().map(it -> new AdviceView(word(it.level()), it.about(), it.text())).toList(),
        text(looked, zones, trust, advice));
  }

  private static Stream<AnchorView> anchors(TrustPoint point) {
    return point.anchors().stream()
        .map(anchor ->
            new AnchorView(
                point.zone(),
                anchor.keyTag(),
                word(anchor.state()),
                anchor.since().toString(),
                anchor.until().map(Instant::toString).orElse(""),
                anchor.configured() ? "configured" : "learned",
                anchor.ds(),
                point.nextLook().toString()));
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
      List<Looked> looked,
      Map<String, ZoneView> zones,
      List<TrustPoint> trust,
      List<Advice> advice) {
    StringBuilder text = new StringBuilder();
    looked.forEach(each -> text.append(each.answer().walk()));
    if (!zones.isEmpty()) {
      text.append("\nDNSSEC\n");
      zones.forEach((zone, it) ->
          text.append(
              "  %-13s %s  %s%n"
                  .formatted(it.security(), Text.visible(zone), Text.visible(it.why()))));
    }
    if (!trust.isEmpty()) {
      text.append("\nTrust anchors\n");
      trust.forEach(point -> text.append(text(point)));
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

  private static String text(TrustPoint point) {
    StringBuilder text = new StringBuilder();
    for (TrustAnchor anchor : point.anchors()) {
      text.append(
          "  %-13s %s  key %d, %s, since %s%s%n"
              .formatted(
                  word(anchor.state()),
                  point.zone(),
                  anchor.keyTag(),
                  anchor.configured() ? "configured" : "learned",
                  day(anchor.since()),
                  anchor.until().map(until -> ", until " + day(until)).orElse("")));
    }
    if (!point.note().isEmpty()) {
      text.append(
          "  %-13s %s  %s%n".formatted("unproven", point.zone(), Text.visible(point.note())));
    }
    return text.toString();
  }

  private static String day(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
