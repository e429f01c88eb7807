package mailroad.lab.sim;

import java.util.ArrayDeque;
import java.util.Locale;
import mailroad.kernel.Text;

/** What happened, a line each, led by the virtual time in seconds. */
final class EventLog {
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final int linesMax;
  private long dropped;

  EventLog(int linesMax) {
    this.linesMax = linesMax;
  }

  /** Adds a line; what would break it or hide in it is made visible. */
  void add(long nanos, String line) {
    if (lines.size() == linesMax) {
      lines.removeFirst();
      dropped++;
    }
    lines.add(time(nanos) + " " + Text.visible(line));
  }

  /** Such as {@code     12.345678}. */
  static String time(long nanos) {
    long micros = nanos / 1000;
    return String.format(Locale.ROOT, "%7d.%06d", micros / 1_000_000, micros % 1_000_000);
  }

  String text() {
    StringBuilder out = new StringBuilder();
    if (dropped > 0) {
      out.append("(").append(dropped).append(" older lines are gone)\n");
    }
    lines.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }
}
