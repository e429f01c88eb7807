package mailroad.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import mailroad.kernel.Event;
import mailroad.kernel.Text;

/** Prints a journey. Times are since its first event; everything from outside is made visible. */
final class JourneyText {
  private static final String DETAIL = " ".repeat(28);

  private final StringBuilder out = new StringBuilder();
  private final Instant start;

  JourneyText(Journey journey) {
    start =
        journey.hops().stream()
            .flatMap(hop -> hop.events().stream())
            .map(Event::at)
            .min(Instant::compareTo)
            .orElse(Instant.EPOCH);
    journey.hops().forEach(this::print);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void print(Journey.Hop hop) {
    out.append(out.isEmpty() ? "" : "\n");
    out.append(hop.message()).append(" at ").append(Text.visible(hop.host())).append(", ");
    out.append(hop.events().getFirst().at().truncatedTo(ChronoUnit.MILLIS)).append('\n');
    for (Event event : hop.events()) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %-10s %-14s %s\n",
              since(event.at()),
              EventFields.name(event),
              EventText.sentence(event)));
      EventText.details(event).forEach(line -> out.append(DETAIL).append(line).append('\n'));
    }
  }

  private String since(Instant at) {
    Duration time = Duration.between(start, at);
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "+%d.%03ds", time.toSeconds(), time.toMillisPart());
    }
    return time.toDays() > 0
        ? "+%dd%02dh%02dm".formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart())
        : "+%dh%02dm%02ds".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
