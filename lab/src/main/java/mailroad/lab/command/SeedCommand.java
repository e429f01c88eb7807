package mailroad.lab.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mailroad.app.admin.Json;
import mailroad.lab.scenario.SeedReport;
import mailroad.lab.scenario.SeedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad lab seed}: one seed again, with all that happened. */
@Command(
    name = "seed",
    description = "Plays one seed, and prints what was written, what went wrong, and each event.",
    mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
  @Mixin private Play play = new Play();

  @Parameters(paramLabel = "SEED", description = "the seed")
  private long seed;

  @Option(names = "--no-log", description = "leave out the events")
  private boolean noLog;

  @Override
  public Integer call() {
    Play.silenceServers();
    SeedReport report = SeedRun.play(seed, play.config());
    PrintWriter out = play.out();
    if (play.json()) {
      out.println(Json.pretty(Views.seed(report, !noLog)));
    } else {
      if (!noLog) {
        out.print(report.log());
      }
      out.print(report);
    }
    out.flush();
    return report.isWell() ? 0 : 1;
  }
}
