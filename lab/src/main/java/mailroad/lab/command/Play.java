package mailroad.lab.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import mailroad.lab.scenario.SeedConfig;
import mailroad.lab.topology.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that play seeds share. */
final class Play {
  @Option(
      names = "--topology",
      paramLabel = "NAME",
      description = "the world to play in: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      defaultValue = "two-domains",
      converter = Kinds.class,
      completionCandidates = Kinds.class)
  private Topology.Kind kind = Topology.Kind.TWO_DOMAINS;

  @Option(names = "--json", description = "print the answer as JSON")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Names of topologies, as people write them. */
  static final class Kinds implements CommandLine.ITypeConverter<Topology.Kind>, Iterable<String> {
    /** For picocli. */
    Kinds() {}

    @Override
    public Topology.Kind convert(String name) {
      return Arrays.stream(Topology.Kind.values())
          .filter(kind -> kind.toString().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new CommandLine.TypeConversionException("no topology is called \"" + name + "\""));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Topology.Kind.values()).map(Topology.Kind::toString).iterator();
    }
  }

  SeedConfig config() {
    return SeedConfig.DEFAULT.with(kind);
  }

  Topology.Kind kind() {
    return kind;
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec == null
        ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
        : spec.commandLine().getOut();
  }

  /** What simulated servers would say on standard error stands in the event log, or does not matter. */
  static void silenceServers() {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.OFF);
    }
  }
}
