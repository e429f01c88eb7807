package mailroad.app.transfer;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.transfer.Source;

/** A line that tells how far it is, drawn anew a few times a second; nothing where nobody watches. Used by one task. */
public final class Progress {
  private static final Duration REDRAWN_EVERY = Duration.ofMillis(200);
  private static final int BAR_WIDTH = 24;

  private final World world;
  private final PrintWriter out;
  private final boolean shown;
  private final Instant begun;
  private Instant drawn;
  private Source.Amount all = new Source.Amount(0, 0);
  private long messages;
  private long octets;

  /**
   * Nothing is shown before the first message.
   *
   * @param shown whether {@code out} is a terminal that somebody watches
   */
  public Progress(World world, PrintWriter out, boolean shown) {
    this.world = world;
    this.out = out;
    this.shown = shown;
    this.begun = world.now();
    this.drawn = begun;
  }

  void expect(Source.Amount amount) {
    all = amount;
  }

  void done(long moreMessages, long moreOctets) {
    messages += moreMessages;
    octets += moreOctets;
    Instant now = world.now();
    if (shown && Duration.between(drawn, now).compareTo(REDRAWN_EVERY) >= 0) {
      drawn = now;
      out.print("\r\033[K" + line(now));
      out.flush();
    }
  }

  void end() {
    if (shown && !drawn.equals(begun)) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  /** Such as {@code [######------] 25% 1200 messages, 34 MiB, 310/s, 2m left}. */
  String line(Instant now) {
    double share = share();
    double seconds = Math.max(0.001, Duration.between(begun, now).toMillis() / 1000.0);
    StringBuilder line = new StringBuilder();
    if (share > 0) {
      int filled = (int) (share * BAR_WIDTH);
      line.append('[')
          .append("#".repeat(filled))
          .append("-".repeat(BAR_WIDTH - filled))
          .append("] ")
          .append((int) (share * 100))
          .append("% ");
    }
    line.append(Text.count(messages, "message")).append(", ");
    line.append(
        String.format(Locale.ROOT, "%.1f MiB, %.0f/s", octets / 1048576.0, messages / seconds));
    if (share > 0) {
      line.append(", ").append(left((long) (seconds / share - seconds))).append(" left");
    }
    return line.toString();
  }

  private double share() {
    if (all.messages() > 0) {
      return Math.min(1, (double) messages / all.messages());
    }
    return all.octets() > 0 ? Math.min(1, (double) octets / all.octets()) : 0;
  }

  private static String left(long seconds) {
    return seconds >= 3600
        ? "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60)
        : seconds >= 60 ? "%dm%02ds".formatted(seconds / 60, seconds % 60) : seconds + "s";
  }
}
