package mailroad.lab.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Json;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.lab.scenario.SeedReport;
import mailroad.lab.scenario.SeedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mailroad lab seeds}: many seeds, of which those are told that did not go well. */
@Command(
    name = "seeds",
    description = {
      "Plays many seeds: letters, and random crashes, losses and partitions.",
      "Tells which of them lost a letter or brought one twice without a reason; each can be played again with:"
          + " ${ROOT-COMMAND-NAME} lab seed SEED"
    },
    mixinStandardHelpOptions = true)
final class SeedsCommand implements Callable<Integer> {
  private static final int SHOWN_EACH = 100;

  @Mixin private Play play = new Play();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many seeds (default: ${DEFAULT-VALUE})",
      defaultValue = "100")
  private long count;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      description = "the first seed (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private long from;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "how many seeds are played at the same time (default: one for each processor)")
  private int jobs = Runtime.getRuntime().availableProcessors();

  private final ReentrantLock lock = new ReentrantLock();
  private final List<SeedReport> bad = new ArrayList<>();
  private final AtomicLong next = new AtomicLong();
  private long played;
  private long letters;
  private long faults;

  @Override
  public Integer call() throws InterruptedException {
    Play.silenceServers();
    List<Task> players = new ArrayList<>();
    RealWorld world = new RealWorld((_, problem) -> problem.printStackTrace(play.out()));
    for (int i = 0; i < Math.max(1, jobs); i++) {
      players.add(world.startDedicated("seeds", this::playSome));
    }
    for (Task player : players) {
      player.join();
    }
    return tell();
  }

  private void playSome() {
    for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
      note(SeedRun.play(from + n, play.config()));
    }
  }

  private void note(SeedReport report) {
    lock.lock();
    try {
      played++;
      letters += report.letters().size();
      faults += report.plan().faults().size();
      if (!report.isWell()) {
        bad.add(report);
      }
      if (!play.json()) {
        show(report);
      }
    } finally {
      lock.unlock();
    }
  }

  private void show(SeedReport report) {
    PrintWriter out = play.out();
    if (!report.isWell()) {
      out.print(report);
    }
    if (played % SHOWN_EACH == 0 && played < count) {
      out.println(played + " seeds played");
    }
    out.flush();
  }

  private int tell() {
    PrintWriter out = play.out();
    if (play.json()) {
      out.println(Json.pretty(Views.seeds(play.kind(), played, letters, faults, bad)));
    } else {
      out.printf(
          "%s of %s, %s, %s: %s%n",
          Text.count(played, "seed"),
          play.kind(),
          Text.count(letters, "letter"),
          Text.count(faults, "fault"),
          bad.isEmpty() ? "all well" : bad.size() + " bad");
      bad.forEach(report ->
          out.println(
              "  " + Hint.of("lab seed %d --topology %s".formatted(report.seed(), play.kind()))));
    }
    out.flush();
    return played == count && bad.isEmpty() ? 0 : 1;
  }
}
